// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/** Figures and tables of the papers, measured again with this library's rules. */
package org.dl4jpc.examples.experiments;
