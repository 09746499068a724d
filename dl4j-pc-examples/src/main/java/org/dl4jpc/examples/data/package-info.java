// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * Small image data sets for the examples: a generated one ({@link
 * org.dl4jpc.examples.data.GlyphData}) that needs no file, and readers of the idx files of the
 * MNIST family and of CIFAR-10's binary files ({@link org.dl4jpc.examples.data.ImageDirectory}).
 * Nothing here reaches for the network.
 */
package org.dl4jpc.examples.data;
