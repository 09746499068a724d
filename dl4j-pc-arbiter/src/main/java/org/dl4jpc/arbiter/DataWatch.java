// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.arbiter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIteratorFactory;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIteratorFactory;

/**
 * Watches the data of one candidate, so that a failing source ends the search. What it throws is
 * made a {@link DataSourceFailedException}, which tells it from a failure of the candidate, and
 * noted, for the case that somebody catches it on its way, as early stopping does.
 *
 * <p>It also keeps DL4J from reading ahead. DL4J's prefetch thread ends by an exception of its
 * source without a word to the thread that waits for its next minibatch; evaluation, the fitting of
 * multi data sets and early stopping then wait for ever, and Arbiter's runner for them.
 */
final class DataWatch {
  /** What gives data; other methods may be unsupported without harm. */
  private static final Set<String> GIVES_DATA = Set.of("hasNext", "next", "reset", "create");

  private final AtomicReference<DataSourceFailedException> first = new AtomicReference<>();

  /**
   * Whether the source has failed so far.
   *
   * @throws DataSourceFailedException its first failure
   */
  void check() {
    DataSourceFailedException failure = first.get();
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Calls the source.
   *
   * @param what for the message
   * @param call to be made
   * @param <T> its result
   * @return the result
   * @throws DataSourceFailedException if it throws
   */
  <T> T call(String what, Callable<T> call) {
    try {
      return call.call();
    } catch (DataSourceFailedException e) {
      throw e;
    } catch (Exception | LinkageError e) {
      throw failure(what, e);
    }
  }

  private DataSourceFailedException failure(String what, Throwable cause) {
    DataSourceFailedException failure = new DataSourceFailedException(what, cause);
    first.compareAndSet(null, failure);
    return failure;
  }

  /**
   * Watches an iterator, or a factory of iterators.
   *
   * @param data of a source
   * @param readAhead whether a data set iterator may be read by a prefetch thread; multi data set
   *     iterators never are
   * @return the same data, watched; what is neither is returned as it is
   */
  Object watched(Object data, boolean readAhead) {
    if (data instanceof DataSetIterator) {
      return proxy(DataSetIterator.class, data, readAhead);
    }
    if (data instanceof MultiDataSetIterator) {
      return proxy(MultiDataSetIterator.class, data, false);
    }
    if (data instanceof DataSetIteratorFactory) {
      return proxy(DataSetIteratorFactory.class, data, readAhead);
    }
    if (data instanceof MultiDataSetIteratorFactory) {
      return proxy(MultiDataSetIteratorFactory.class, data, false);
    }
    return data;
  }

  private Object proxy(Class<?> type, Object data, boolean readAhead) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals("asyncSupported") && !readAhead) {
            return false;
          }
          try {
            Object result = method.invoke(data, arguments);
            return method.getName().equals("create") ? watched(result, readAhead) : result;
          } catch (InvocationTargetException e) {
            throw GIVES_DATA.contains(method.getName())
                ? failure(method.getName() + "()", e.getCause())
                : e.getCause();
          }
        });
  }
}
