// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.core.storage.Persistable;
import org.dl4jpc.trainers.InferenceStats;

/**
 * A report as DL4J's stats storages keep it and send it over a network: session, worker, time and
 * {@link InferenceStats#toJson()}, a line each, in UTF-8. Public only because DL4J reflects on it.
 */
public final class InferencePersistable implements Persistable, Serializable {
  /** Tells storages and UI modules what this is. */
  public static final String TYPE = "PredictiveCodingInference";

  private static final long serialVersionUID = 1L;

  private String session = "";
  private String worker = "";
  private long time;
  private String json = "";

  /** For DL4J, which then decodes into it. */
  public InferencePersistable() {}

  /**
   * Wraps a report.
   *
   * @param session groups reports; one line
   * @param worker who reported; one line
   * @param time in milliseconds since 1970
   * @param stats what was reported
   */
  InferencePersistable(String session, String worker, long time, InferenceStats stats) {
    this.session = session;
    this.worker = worker;
    this.time = time;
    this.json = stats.toJson();
  }

  /**
   * A worker's static information, which says that it will report: storages list no session and no
   * worker without.
   *
   * @param session groups reports; one line
   * @param worker who will report; one line
   * @param time in milliseconds since 1970
   * @return without a report
   */
  static InferencePersistable announcement(String session, String worker, long time) {
    InferencePersistable announcement = new InferencePersistable();
    announcement.session = session;
    announcement.worker = worker;
    announcement.time = time;
    return announcement;
  }

  /** {@return what was reported} */
  InferenceStats stats() {
    return InferenceStats.fromJson(json);
  }

  @Override
  public String getSessionID() {
    return session;
  }

  @Override
  public String getTypeID() {
    return TYPE;
  }

  @Override
  public String getWorkerID() {
    return worker;
  }

  @Override
  public long getTimeStamp() {
    return time;
  }

  @Override
  public int encodingLengthBytes() {
    return encode().length;
  }

  @Override
  public byte[] encode() {
    return String.join("\n", session, worker, Long.toString(time), json)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void encode(ByteBuffer buffer) {
    buffer.put(encode());
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    out.write(encode());
  }

  @Override
  public void decode(byte[] bytes) {
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", 4);
    if (lines.length != 4) {
      throw new IllegalArgumentException(
          "illegal inference report: " + lines.length + " lines, must be 4");
    }
    session = lines[0];
    worker = lines[1];
    time = Long.parseLong(lines[2]);
    json = lines[3];
  }

  @Override
  public void decode(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    decode(bytes);
  }

  @Override
  public void decode(InputStream in) {
    try {
      decode(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
