/** What tests of each operation alone share. */
import { type DType, type Tensor, tensor } from "../../../autodiff/mod.ts";
import { weighted } from "./body.ts";
import { Choices } from "./choices.ts";
import { withDomains } from "./domains.ts";
import { type Call, sizeOf, type Slot } from "./entry.ts";
import { operationEntries } from "./table/mod.ts";

/** A call of an operation, at a point. */
export interface Sample {
  readonly name: string;
  readonly call: Call;
  readonly operands: readonly Tensor[];
  /** Which operands are floats: what there are derivatives by. */
  readonly floats: readonly number[];
  /** The call as text, with its operands. */
  readonly text: string;
}

/** Shapes that operations are called on. */
export const shapes: readonly (readonly number[])[] = [
  [3],
  [2, 3],
  [],
  [2, 1, 3],
  [4, 2],
  [1],
  [2, 2, 2],
  [9],
];

/** Calls of one operation on operands drawn from its domain. */
export function samplesOf(
  name: string,
  count: number,
  from: readonly (readonly number[])[] = shapes,
): Sample[] {
  return Array.from({ length: count }, (_, i) => {
    const choices = new Choices(7919 * i + name.length);
    const call = withDomains(
      name,
      operationEntries[name].call(choices, from[i % from.length]),
    );
    const operands = call.slots.map((slot) => operand(choices, slot));
    return sampleOf(name, call, operands);
  });
}

export function sampleOf(
  name: string,
  call: Call,
  operands: readonly Tensor[],
): Sample {
  const floats = call.slots.flatMap(({ dtype = "float" }, i) =>
    dtype === "float" ? [i] : []
  );
  const text = `${name} ${call.text} of ${operands.join(", ")}`;
  return { name, call, operands, floats, text };
}

/** An operand for a slot, its elements away from kinks. */
export function operand(choices: Choices, slot: Slot): Tensor {
  const { shape, dtype = "float", domain, below } = slot;
  const element = () => {
    if (dtype === "bool") return choices.oneIn(2);
    if (dtype === "int32") return choices.below(Math.max(1, below!));
    const { low, high, kinks = [] } = domain!;
    for (;;) {
      const x = choices.number(low, high);
      if (kinks.every((kink) => Math.abs(x - kink) > 0.01)) return x;
    }
  };
  const elements = Array.from({ length: sizeOf(shape) }, element);
  const kind = dtype === "float" ? "float64" : dtype;
  return tensor(elements as number[], kind).reshape(shape);
}

/** The operation as a function of its float operands, others as they are. */
export function ofFloats(
  { call, operands, floats }: Sample,
  float: DType = "float64",
): (parameters: readonly Tensor[]) => Tensor {
  return (parameters) => {
    const all = [...operands];
    floats.forEach((at, i) => all[at] = parameters[i]);
    return call.apply(all, float);
  };
}

/** The float operands of a sample. */
export function floatsOf({ operands, floats }: Sample): Tensor[] {
  return floats.map((i) => operands[i]);
}

/**
 * All elements of the operation's result in one number: a function that is
 * not linear in them, so that second derivatives pass through the operation.
 */
export function lossOf(
  sample: Sample,
  float: DType = "float64",
): (parameters: readonly Tensor[]) => Tensor {
  const f = ofFloats(sample, float);
  return (parameters) => {
    const result = f(parameters);
    const y = result.dtype === float ? result : result.cast(float);
    return weighted(y.square().mul(0.25).add(y), float);
  };
}
