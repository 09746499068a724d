// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.function.Supplier;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.factory.Nd4j;

/** Where arrays live: outside of workspaces if they last, in one of ours if they are temporary. */
public final class Workspaces {
  private static final String NAME = "DL4J_PC_WORKING_MEM";
  private static final WorkspaceConfiguration CONFIGURATION =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .overallocationLimit(0.05)
          .policyLearning(LearningPolicy.OVER_TIME)
          .cyclesBeforeInitialization(3)
          .policyReset(ResetPolicy.BLOCK_LEFT)
          .policySpill(SpillPolicy.REALLOCATE)
          .policyAllocation(AllocationPolicy.OVERALLOCATE)
          .build();

  private static final LayerWorkspaceMgr MANAGER =
      LayerWorkspaceMgr.builder().defaultWorkspace(NAME, CONFIGURATION).build();

  private Workspaces() {}

  /**
   * For code of DL4J that is to allocate temporary arrays.
   *
   * @return a manager, to be used within {@link #temporarily} only
   */
  static LayerWorkspaceMgr manager() {
    return MANAGER;
  }

  /**
   * Makes arrays that outlive any open workspace.
   *
   * @param make what makes them
   * @param <T> its result
   * @return its result
   */
  @SuppressWarnings("try")
  public static <T> T outside(Supplier<T> make) {
    try (MemoryWorkspace scope = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return make.get();
    }
  }

  /**
   * Runs work whose new arrays are all temporary, in a workspace that is reused.
   *
   * @param work what to run; nothing it allocates may be kept
   */
  @SuppressWarnings("try")
  public static void temporarily(Runnable work) {
    try (MemoryWorkspace scope =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(CONFIGURATION, NAME)) {
      work.run();
    }
  }
}
