// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/** Learning rules of predictive coding and the trainers that run them. */
package org.dl4jpc.trainers;
