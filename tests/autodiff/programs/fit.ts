import type { DType, Tensor } from "../../../autodiff/mod.ts";
import { type Domain, reals } from "../../../autodiff/operation.ts";
import type { Choices } from "./choices.ts";
import { sizeOf, type Slot } from "./entry.ts";

/** Makes a value into an operand, in a program that computes in `float`. */
export type Adapter = (x: Tensor, float: DType) => Tensor;

/**
 * What makes a value into an operand that fits a slot: of its dtype and shape,
 * its elements inside its domain. It is written in operations itself.
 *
 * @param sample the value in float64, at which the domain is looked at.
 * @param anywhere whether the domain must hold at other points too.
 */
export function fit(
  choices: Choices,
  sample: Tensor,
  slot: Slot,
  anywhere = false,
): Adapter {
  const steps: Adapter[] = [];
  const then = (step: Adapter | undefined) => {
    if (step === undefined) return;
    steps.push(step);
    sample = step(sample, "float64");
  };
  const dtype = slot.dtype ?? "float";
  const same = sample.shape.length === slot.shape.length &&
    sample.shape.every((length, axis) => length === slot.shape[axis]);
  if (sample.dtype !== "float64" && (!same || sample.dtype !== dtype)) {
    then((x, float) => x.cast(float));
  }
  if (!same) {
    for (const step of toShape(choices, sample, slot.shape)) then(step);
  }
  if (dtype === "float") {
    then(toDomain(choices, sample, slot.domain ?? reals, anywhere));
  } else if (dtype === "bool" && sample.dtype !== "bool") {
    const bound = choices.number(-0.5, 0.5);
    then((x) => x.greater(bound));
  } else if (dtype === "int32") {
    const last = Math.max(0, slot.below! - 1);
    then((x) => x.dtype === "int32" ? x : x.mul(2).floor().cast("int32"));
    then((x) => x.clip(0, last));
  }
  return (x, float) => steps.reduce((x, step) => step(x, float), x);
}

/** Steps that lead to a shape, by whatever operations. */
function toShape(
  choices: Choices,
  { shape, size }: Tensor,
  target: readonly number[],
): Adapter[] {
  const goal = sizeOf(target);
  const offset = target.length - shape.length;
  const stretches = offset >= 0 &&
    shape.every((n, axis) => n === 1 || n === target[axis + offset]);
  if (stretches && choices.oneIn(2)) return [(x) => x.broadcastTo(target)];
  const flat: Adapter = (x) => x.reshape([-1]);
  const whole: Adapter = (x) => x.reshape(target);
  if (size === goal) return [whole];
  if (size === 0) return [(x) => x.sum(), (x) => x.broadcastTo(target)];
  if (size > goal) {
    const first = choices.between(0, size - goal);
    return [flat, (x) => x.slice([first], [first + goal]), whole];
  }
  const value = choices.number(-1, 1);
  return [flat, (x) => x.pad([[0, goal - size]], value), whole];
}

/** A step that brings elements into a domain, if it takes one. */
function toDomain(
  choices: Choices,
  sample: Tensor,
  { low, high }: Domain,
  anywhere: boolean,
): Adapter | undefined {
  const elements = [...sample.toTypedArray()];
  const inside = elements.every((x) => x >= low && x <= high);
  if (inside && !anywhere) return undefined;
  if (low === -high && !anywhere) {
    let factor = 0.5;
    const greatest = Math.max(...elements.map(Math.abs));
    while (greatest * factor > high) factor /= 2;
    return (x) => x.mul(factor);
  }
  const [middle, half] = [(low + high) / 2, 0.45 * (high - low)];
  return choices.oneIn(2)
    ? (x) => x.sin().mul(half).add(middle)
    : (x) => x.tanh().mul(half).add(middle);
}
