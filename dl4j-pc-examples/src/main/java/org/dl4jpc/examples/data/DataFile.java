// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A binary file read from its start, gzipped or not: that is told from its first two bytes, not
 * from its name. Damage is reported as a {@link BadDataException}.
 */
final class DataFile implements AutoCloseable {

  private static final int GZIP_1 = 0x1f;
  private static final int GZIP_2 = 0x8b;
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final InputStream in;
  private long position;

  private DataFile(Path path, InputStream in) {
    this.path = path;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @param path of the file
   * @return the file, at its start
   * @throws BadDataException if there is no such file, or its gzip header is damaged
   * @throws IOException if it cannot be read
   */
  static DataFile open(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new BadDataException(path, "there is no such file");
    }
    InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    try {
      return new DataFile(path, unzipped(raw));
    } catch (EOFException | ZipException e) {
      raw.close();
      throw new BadDataException(path, e, "its gzip header is damaged");
    }
  }

  private static InputStream unzipped(InputStream raw) throws IOException {
    raw.mark(2);
    boolean gzip = raw.read() == GZIP_1 && raw.read() == GZIP_2;
    raw.reset();
    return gzip ? new GZIPInputStream(raw, BUFFER) : raw;
  }

  Path path() {
    return path;
  }

  /**
   * Reads a big-endian 32-bit number of the header.
   *
   * @param what the number is, for the message
   * @throws BadDataException if the file ends before
   * @throws IOException if it cannot be read
   */
  int readInt(String what) throws IOException {
    byte[] bytes = readAtMost(Integer.BYTES);
    if (bytes.length < Integer.BYTES) {
      throw new BadDataException(
          path,
          "ends after %,d bytes, where %s was expected: truncated or of another format",
          position,
          what);
    }
    return ByteBuffer.wrap(bytes).getInt();
  }

  /**
   * Reads up to {@code count} bytes, fewer only where the file ends.
   *
   * @throws BadDataException if the file is damaged
   * @throws IOException if it cannot be read
   */
  byte[] readAtMost(int count) throws IOException {
    try {
      byte[] bytes = in.readNBytes(count);
      position += bytes.length;
      return bytes;
    } catch (EOFException e) {
      throw new BadDataException(path, e, "its gzip stream is truncated");
    } catch (ZipException e) {
      throw new BadDataException(path, e, "its gzip stream is damaged: " + e.getMessage());
    }
  }

  /**
   * Reads {@code keep} bytes and checks that the file has {@code total} more bytes and then ends.
   *
   * @param keep how many of the bytes to return
   * @param total bytes that must follow
   * @param meaning how the total was computed, for the message
   * @throws BadDataException if the file is shorter or longer, or damaged
   * @throws IOException if it cannot be read
   */
  byte[] readRest(int keep, long total, String meaning) throws IOException {
    final long end = position + total;
    byte[] kept = readAtMost(keep);
    while (position < end) {
      if (readAtMost((int) Math.min(BUFFER, end - position)).length == 0) {
        throw new BadDataException(
            path, "ends after %,d bytes, expected %,d (%s): truncated", position, end, meaning);
      }
    }
    if (readAtMost(1).length > 0) {
      throw new BadDataException(path, "goes on after %,d bytes, where %s end", end, meaning);
    }
    return kept;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
