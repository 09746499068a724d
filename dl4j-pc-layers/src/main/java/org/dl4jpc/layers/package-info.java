// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/** Value and error nodes, layer kernels and custom layers of predictive coding. */
package org.dl4jpc.layers;
