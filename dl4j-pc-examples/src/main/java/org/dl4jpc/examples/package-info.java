// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/** Examples and experiments. */
package org.dl4jpc.examples;
