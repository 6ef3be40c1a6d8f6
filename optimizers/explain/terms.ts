import type { DType, Shape, Tensor } from "../../autodiff/mod.ts";
import type { Concrete, Value } from "../../autodiff/graph.ts";
import { unwrap } from "../../autodiff/handle.ts";
import { runProgram } from "../../autodiff/program.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import type { Expression } from "../formula/expression.ts";
import { isInput } from "../formula/binding.ts";
import { linesOf } from "../formula/lines.ts";
import { type Name, nameText } from "../formula/name.ts";
import { traceUpdate } from "../formula/trace.ts";
import { scalarAt } from "../hyperparameters.ts";
import { nextStep, type Optimizer } from "../optimizer.ts";

/** One tensor at the beginning of a step. */
export interface TensorStep {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly g: Tensor;
  readonly w: Tensor;
  /** The state of this tensor alone, as of an optimizer of it alone. */
  readonly state: { readonly count: Tensor; readonly slots: unknown };
}

/** The value of a name of a formula at one element. */
export interface NamedValue {
  readonly name: string;
  readonly value: number;
}

/** The values at an element, and the whole tensor after the step. */
export interface TermValues {
  readonly terms: readonly NamedValue[];
  readonly after: ArrayLike<number>;
}

/**
 * What the names of an optimizer's formula stand for at an element of one
 * tensor in one step: its gradient, the weight and slots before it, then its
 * equations in turn. None if the state is not that of a tensor alone, or the
 * optimizer needs more than gradients.
 *
 * All is computed from this tensor alone: where the step depends on other
 * tensors too, `after` is not what the optimizer gives.
 */
export function termsAt(
  optimizer: Optimizer<unknown>,
  { shape, dtype, g, w, state }: TensorStep,
  element: number,
): TermValues | undefined {
  if (optimizer.needs !== undefined) return undefined;
  const update = traceUpdate(optimizer, shape, dtype);
  const { program, slots, order, places, make } = update;
  const flat = flattenTree("explain", state);
  const expected = flattenTree("explain", optimizer.init(w));
  if (flat.paths.join() !== expected.paths.join()) return undefined;
  const t = nextStep("explain", state);
  const hyper = places.filter(isInput)
    .map(({ name, value }) => scalarAt(name, value, t));
  const given = [
    state.count.asScalar(),
    g,
    w,
    ...flat.leaves.filter((_, i) => flat.paths[i] !== ".count"),
    ...hyper,
  ].map((tensor) => unwrap("explain", tensor));
  const results = runProgram(program, given);
  const known = new Map<Value, Value>();
  program.inputs.forEach((input, i) => known.set(input, given[i]));
  program.outputs.forEach((output, i) => known.set(output, results[i]));

  const valueAt = (expression: Expression): number | undefined => {
    if (expression.number !== undefined) return expression.number;
    const value = make.valueOf(expression);
    if (value === undefined) return undefined;
    const { data } = (known.get(value) ?? value) as Concrete;
    return data.length === 1 ? data[0] : data[element];
  };
  const names: Name[] = [
    { base: "g", time: "t" },
    { base: "w", time: "t-1" },
    ...order.map((i): Name => ({ base: slots[i].base, time: "t-1" })),
  ];
  const before = names.map((name) => ({
    name,
    expression: make.name(name, false),
  }));
  const terms = [...before, ...linesOf(update).lines].flatMap(
    ({ name, expression }) => {
      const value = valueAt(expression);
      return value === undefined ? [] : [{ name: nameText(name), value }];
    },
  );
  return { terms, after: (results[0] as Concrete).data };
}
