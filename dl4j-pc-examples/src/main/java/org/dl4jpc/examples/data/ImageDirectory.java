// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.examples.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a data set from a directory, whose format it tells from the names of the files:
 *
 * <ul>
 *   <li>idx (the MNIST family): {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte},
 *       {@code t10k-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}; also {@code test-…} for
 *       {@code t10k-…}, and {@code train-images.idx3-ubyte} and so on;
 *   <li>CIFAR-10 binary: {@code data_batch_1.bin} and so on, {@code test_batch.bin}; also {@code
 *       cifar10-train….bin} and {@code cifar10-test….bin}.
 * </ul>
 *
 * <p>Each may end in {@code .gz}; where a file is there twice, the one without {@code .gz} is read.
 */
public final class ImageDirectory {

  private static final String GZ = ".gz";
  private static final Pattern IDX = Pattern.compile(".*-(images|labels)[-.]idx[13]-ubyte");
  private static final Pattern CIFAR_TRAIN =
      Pattern.compile("(data_batch.*|cifar-?10-train.*)\\.bin");
  private static final Pattern CIFAR_TEST = Pattern.compile("(test_batch|cifar-?10-test.*)\\.bin");
  private static final String EXPECTED =
      "idx files (train-images-idx3-ubyte[.gz] and so on) or CIFAR-10 binary files"
          + " (data_batch_1.bin[.gz] and so on, test_batch.bin[.gz])";
  private static final int NAMES_SHOWN = 5;

  private final Path directory;
  private final List<Path> files;

  private ImageDirectory(Path directory, List<Path> files) {
    this.directory = directory;
    this.files = files;
  }

  /**
   * Reads a data set.
   *
   * @param directory that has the files
   * @param trainLimit training images to read at most, from the start of the files
   * @param testLimit test images to read at most
   * @return the data set, named after the directory
   * @throws BadDataException if the directory or a file is missing, damaged or of another format
   * @throws IOException if a file cannot be read
   */
  public static ImageSplit read(Path directory, int trainLimit, int testLimit) throws IOException {
    return list(directory).read(trainLimit, testLimit);
  }

  private static ImageDirectory list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      String problem = Files.exists(directory) ? "is no directory" : "there is no such directory";
      throw new BadDataException(directory, problem);
    }
    try (Stream<Path> paths = Files.list(directory)) {
      return new ImageDirectory(directory, paths.sorted().toList());
    }
  }

  private ImageSplit read(int trainLimit, int testLimit) throws IOException {
    boolean idx = !find(IDX).isEmpty();
    boolean cifar = !find(CIFAR_TRAIN).isEmpty() || !find(CIFAR_TEST).isEmpty();
    if (idx && cifar) {
      throw new BadDataException(directory, "has files of two formats, expected only " + EXPECTED);
    }
    if (!idx && !cifar) {
      throw new BadDataException(directory, "has %s, expected %s", names(), EXPECTED);
    }
    Images train = idx ? readIdx("train", trainLimit) : readCifar(true, trainLimit);
    Images test = idx ? readIdx("t10k", testLimit) : readCifar(false, testLimit);
    if (!train.shape().equals(test.shape())) {
      throw new BadDataException(
          directory,
          "its training images are %s, but its test images are %s",
          train.shape(),
          test.shape());
    }
    return new ImageSplit(
        directory.toAbsolutePath().normalize().getFileName().toString(), train, test);
  }

  private Images readIdx(String part, int limit) throws IOException {
    return IdxReader.read(idxFile(part, "images", 3), idxFile(part, "labels", 1), limit);
  }

  private Path idxFile(String part, String content, int rank) throws IOException {
    String prefix = part.equals("t10k") ? "(t10k|test)" : part;
    String name = "%s-%s[-.]idx%d-ubyte".formatted(prefix, content, rank);
    List<Path> found = find(Pattern.compile(name));
    return found.isEmpty()
        ? missing("%s-%s-idx%d-ubyte".formatted(part, content, rank))
        : found.get(0);
  }

  private Images readCifar(boolean train, int limit) throws IOException {
    List<Path> found = find(train ? CIFAR_TRAIN : CIFAR_TEST);
    if (found.isEmpty()) {
      missing(train ? "data_batch_1.bin" : "test_batch.bin");
    }
    return CifarReader.read(found, limit);
  }

  private Path missing(String name) throws BadDataException {
    throw new BadDataException(
        directory.resolve(name), "there is no such file, nor %s%s", name, GZ);
  }

  /** Files whose name without .gz matches, in the order of their names, each name once. */
  private List<Path> find(Pattern pattern) {
    return List.copyOf(
        files.stream()
            .filter(file -> pattern.matcher(withoutGz(file)).matches())
            .collect(
                Collectors.toMap(
                    ImageDirectory::withoutGz,
                    file -> file,
                    (plain, zipped) -> plain,
                    java.util.TreeMap::new))
            .values());
  }

  private static String withoutGz(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(GZ) ? name.substring(0, name.length() - GZ.length()) : name;
  }

  private String names() {
    if (files.isEmpty()) {
      return "no files";
    }
    String shown =
        files.stream()
            .limit(NAMES_SHOWN)
            .map(file -> file.getFileName().toString())
            .collect(Collectors.joining(", "));
    return files.size() > NAMES_SHOWN ? shown + ", …" : shown;
  }
}
