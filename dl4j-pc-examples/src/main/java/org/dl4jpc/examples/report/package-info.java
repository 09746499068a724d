// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * Shows what a comparison gave: as a table for the terminal ({@link
 * org.dl4jpc.examples.report.ResultTable}) and as one HTML file that needs nothing else ({@link
 * org.dl4jpc.examples.report.HtmlReport}).
 */
package org.dl4jpc.examples.report;
