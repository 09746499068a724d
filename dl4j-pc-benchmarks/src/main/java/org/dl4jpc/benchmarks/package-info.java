// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/** Benchmarks against backpropagation. */
package org.dl4jpc.benchmarks;
