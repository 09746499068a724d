// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * The architectures of the papers on predictive coding as models of DL4J's zoo, each with its
 * paper's rules ({@link org.dl4jpc.zoo.PaperModel}), and fine-tuning of pretrained networks by
 * predictive coding ({@link org.dl4jpc.zoo.PcFineTuning}).
 */
package org.dl4jpc.zoo;
