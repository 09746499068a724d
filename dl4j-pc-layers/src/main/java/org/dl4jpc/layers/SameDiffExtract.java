// Copyright dl4j-pc contributors. SPDX-License-Identifier: Apache-2.0
package org.dl4jpc.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.autodiff.samediff.serde.FlatBuffersMapper;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.BaseCompatOp;

/**
 * A copy of the operations of a SameDiff graph that lead to one variable, cut off at value nodes.
 * Parameters and constants are the arrays of the user's graph, not copies; value nodes become
 * placeholders.
 */
final class SameDiffExtract {
  private final SameDiff source;
  private final Set<String> cuts;
  private final Set<String> operations = new LinkedHashSet<>();
  private final Set<String> sources = new LinkedHashSet<>();
  private final SameDiff copy = SameDiff.create();

  /**
   * Extracts.
   *
   * @param source the user's graph, which is left as it is
   * @param target the variable that everything leads to
   * @param cuts names of the value nodes; the target itself is not taken for one
   * @throws IllegalArgumentException if there is control flow on the way
   */
  SameDiffExtract(SameDiff source, String target, Set<String> cuts) {
    this.source = source;
    this.cuts = cuts;
    collect(target);
    copy.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    sources.forEach(this::addSource);
    Map<String, Integer> indices = indices();
    operations.forEach(name -> addOperation(source.getOps().get(name), indices));
  }

  /** The copy. */
  SameDiff copy() {
    return copy;
  }

  /**
   * What the target is computed from.
   *
   * @return names of value nodes, placeholders, parameters and constants
   */
  Set<String> sources() {
    return sources;
  }

  private void collect(String target) {
    Deque<String> open = new ArrayDeque<>();
    Set<String> seen = new LinkedHashSet<>(Set.of(target));
    open.add(target);
    while (!open.isEmpty()) {
      String name = open.remove();
      String operation = source.getVariables().get(name).getOutputOfOp();
      boolean cut = cuts.contains(name) && !name.equals(target);
      if (cut || operation == null) {
        sources.add(name);
      } else if (operations.add(operation)) {
        SameDiffOp op = source.getOps().get(operation);
        requireDataFlow(op);
        List<String> inputs = op.getInputsToOp();
        for (String input : inputs == null ? List.<String>of() : inputs) {
          if (seen.add(input)) {
            open.add(input);
          }
        }
      }
    }
  }

  private static void requireDataFlow(SameDiffOp op) {
    if (op.getOp() instanceof BaseCompatOp) {
      throw new IllegalArgumentException(
          "illegal graph: operation '"
              + op.getName()
              + "' ("
              + op.getOp().opName()
              + ") is control flow, must not be on the way to a loss: a prediction is a function of"
              + " the nodes below it without loops and conditions");
    }
  }

  private void addSource(String name) {
    SDVariable variable = source.getVariable(name);
    VariableType type = variable.getVariableType();
    if (type == VariableType.VARIABLE) {
      copy.var(name, variable.getArr());
    } else if (type == VariableType.CONSTANT) {
      copy.constant(name, variable.getArr());
    } else {
      copy.placeHolder(name, variable.dataType());
    }
  }

  private Map<String, Integer> indices() {
    Map<String, Integer> indices = new HashMap<>();
    source.getVariables().keySet().forEach(name -> indices.put(name, indices.size()));
    return indices;
  }

  private void addOperation(SameDiffOp op, Map<String, Integer> indices) {
    DifferentialFunction function =
        FlatBuffersMapper.cloneViaSerialize(source, op.getOp(), indices);
    function.setOwnName(op.getName());
    function.setSameDiff(copy);
    List<String> inputs = op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
    copy.getOps()
        .put(
            op.getName(),
            SameDiffOp.builder()
                .name(op.getName())
                .op(function)
                .inputsToOp(new ArrayList<>(inputs))
                .outputsOfOp(new ArrayList<>(op.getOutputsOfOp()))
                .build());
    inputs.forEach(input -> reads(op.getName(), entry(input)));
    op.getOutputsOfOp().forEach(output -> entry(output).setOutputOfOp(op.getName()));
    function.configureWithSameDiff(copy);
  }

  private static void reads(String operation, Variable variable) {
    if (variable.getInputsForOp() == null) {
      variable.setInputsForOp(new ArrayList<>());
    }
    if (!variable.getInputsForOp().contains(operation)) {
      variable.getInputsForOp().add(operation);
    }
  }

  /**
   * A variable of the copy; one that an operation is going to write is added if it is not there.
   */
  private Variable entry(String name) {
    return copy.getVariables()
        .computeIfAbsent(
            name,
            key -> {
              SDVariable array =
                  new SDVariable(
                      key, VariableType.ARRAY, copy, null, source.getVariable(key).dataType());
              return Variable.builder().name(key).variable(array).build();
            });
  }
}
