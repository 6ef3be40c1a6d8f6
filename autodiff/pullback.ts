import { filled, type Trace, type Value } from "./graph.ts";
import { asScalar } from "./operations/as_scalar.ts";
import { addCotangents } from "./scan/cotangents.ts";

/**
 * Reverse mode: the cotangents of `inputs`, given those of `outputs`, all in
 * one open trace, whose graph the derivative extends.
 *
 * The values are visited from the last traced to the first. Contributions to
 * the cotangent of a value used several times are added in the order of its
 * uses, last use first; within one application, the last input first.
 *
 * @returns a cotangent an input, weak where that is: zeros where no output
 * depends on it.
 */
export function pullback(
  trace: Trace,
  outputs: readonly Value[],
  cotangents: readonly Value[],
  inputs: readonly Value[],
): Value[] {
  const traced = trace.values.slice();
  const active = dependentOn(inputs, traced);
  const present = new Map<Value, Value>();
  const contribute = (value: Value, cotangent: Value | undefined) => {
    if (cotangent === undefined || !active.has(value)) return;
    const sum = present.get(value);
    present.set(
      value,
      sum === undefined ? cotangent : addCotangents(sum, cotangent),
    );
  };
  for (let i = outputs.length - 1; i >= 0; i--) {
    contribute(outputs[i], cotangents[i]);
  }
  const ends = new Set(inputs);
  for (let i = traced.length - 1; i >= 0; i--) {
    const result = traced[i];
    const g = present.get(result);
    if (g === undefined || ends.has(result)) continue;
    const { operation, inputs, attributes } = result.application!;
    const flags = inputs.map((input) => active.has(input));
    const applied = { inputs, active: flags, result, attributes };
    for (let index = inputs.length - 1; index >= 0; index--) {
      if (!flags[index]) continue;
      contribute(inputs[index], operation.derivative?.(g, index, applied));
    }
  }
  return inputs.map((input) => {
    const { shape, dtype, weak } = input;
    const cotangent = present.get(input) ?? filled(shape, dtype, 0, weak);
    return weak ? asScalar(cotangent) : cotangent;
  });
}

/** The values, in traced order, that any of `inputs` has a say in. */
function dependentOn(
  inputs: readonly Value[],
  traced: readonly Value[],
): Set<Value> {
  const active = new Set(inputs);
  for (const value of traced) {
    if (value.application?.inputs.some((input) => active.has(input))) {
      active.add(value);
    }
  }
  return active;
}
