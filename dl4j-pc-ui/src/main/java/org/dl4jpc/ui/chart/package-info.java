// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/** Line charts as SVG elements of HTML pages that load nothing. */
package org.dl4jpc.ui.chart;
