// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.impl.CollectionStatsStorageRouter;
import org.dl4jpc.trainers.InferenceStats;
import org.dl4jpc.trainers.NodeStats;
import org.dl4jpc.trainers.StopReason;
import org.junit.jupiter.api.Test;

/** Reports in the form that DL4J keeps and sends. */
class InferencePersistableTest {
  private static final InferenceStats STATS =
      new InferenceStats(
          3,
          0,
          24,
          1,
          StopReason.STEPS_DONE,
          List.of(2.0, 1.5),
          1.0,
          List.of(new NodeStats("größe\n2", 0.5, 1.0)),
          List.of());
  private static final InferencePersistable REPORT =
      new InferencePersistable("a run", "main", 17L, STATS);

  private static void assertSame(InferencePersistable decoded) {
    assertThat(decoded.getSessionID()).isEqualTo("a run");
    assertThat(decoded.getWorkerID()).isEqualTo("main");
    assertThat(decoded.getTimeStamp()).isEqualTo(17L);
    assertThat(decoded.stats()).isEqualTo(STATS);
  }

  @Test
  void goesRoundTripByEveryWay() throws IOException {
    InferencePersistable fromBytes = new InferencePersistable();
    fromBytes.decode(REPORT.encode());
    assertSame(fromBytes);
    ByteBuffer buffer = ByteBuffer.allocate(REPORT.encodingLengthBytes());
    REPORT.encode(buffer);
    InferencePersistable fromBuffer = new InferencePersistable();
    fromBuffer.decode(buffer.flip());
    assertSame(fromBuffer);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    REPORT.encode(out);
    InferencePersistable fromStream = new InferencePersistable();
    fromStream.decode(new ByteArrayInputStream(out.toByteArray()));
    assertSame(fromStream);
  }

  @Test
  void rejectsWhatIsNoReport() {
    InferencePersistable report = new InferencePersistable();
    byte[] bytes = "x".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> report.decode(bytes))
        .hasMessage("illegal inference report: 1 lines, must be 4");
  }

  @Test
  void theReceiverNamesSessionAndChecksIt() {
    CollectionStatsStorageRouter storage =
        new CollectionStatsStorageRouter(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    assertThatThrownBy(() -> new StatsStorageReceiver(null, "a"))
        .hasMessage("illegal storage: null, must be an object");
    assertThatThrownBy(() -> new StatsStorageReceiver(storage, "a\nb"))
        .hasMessage("illegal session: a\nb, must be a name on one line");
    assertThatThrownBy(() -> new StatsStorageReceiver(storage, " "))
        .hasMessageContaining("must be a name on one line");
  }

  /** DL4J's storages list only sessions and workers with static information. */
  @Test
  void theReceiverAnnouncesItselfOnce() {
    List<Persistable> announcements = new ArrayList<>();
    List<Persistable> updates = new ArrayList<>();
    StatsStorageReceiver receiver =
        new StatsStorageReceiver(
            new CollectionStatsStorageRouter(new ArrayList<>(), announcements, updates), "a");
    receiver.accept(STATS);
    receiver.accept(STATS);
    assertThat(announcements).extracting(Persistable::getSessionID).containsExactly("a");
    InferencePersistable decoded = new InferencePersistable();
    decoded.decode(announcements.get(0).encode());
    assertThat(decoded.getWorkerID()).isEqualTo(updates.get(0).getWorkerID());
    assertThat(updates).extracting(Persistable::getTimeStamp).doesNotHaveDuplicates().hasSize(2);
  }
}
