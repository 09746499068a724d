// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * Shows what {@link org.dl4jpc.trainers.InferenceListener} reports: as an HTML file ({@link
 * org.dl4jpc.ui.InferenceReport}), and as the page {@code /inference} of DL4J's training UI, where
 * that is on the class path ({@link org.dl4jpc.ui.StatsStorageReceiver}, {@link
 * org.dl4jpc.ui.InferenceModule}).
 */
package org.dl4jpc.ui;
