// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
/**
 * What the notebooks call, and what opens and executes them.
 *
 * <p>{@link org.dl4jpc.notebooks.Figure}, {@link org.dl4jpc.notebooks.Pictures}, {@link
 * org.dl4jpc.notebooks.Claim} and {@link org.dl4jpc.notebooks.RunLength} are for cells; {@link
 * org.dl4jpc.notebooks.Notebooks} is the command.
 */
package org.dl4jpc.notebooks;
