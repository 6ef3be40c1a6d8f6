/** How tests call reductions, and what works along one axis. */
import * as t from "../../../../autodiff/mod.ts";
import type { ReductionOptions, Tensor } from "../../../../autodiff/mod.ts";
import type { Domain } from "../../../../autodiff/operation.ts";
import type { Choices } from "../choices.ts";
import { type Call, type Entry, sizeOf, textOf } from "../entry.ts";

/** What a reduction may be of. */
interface Needs {
  /** At least how many elements are reduced; default 0. */
  readonly least?: number;
  readonly domain?: Domain;
}

/** A shape and options that reduce at least `least` elements of it. */
function reducible(
  choices: Choices,
  shape: readonly number[],
  least: number,
): { shape: readonly number[]; options: ReductionOptions } {
  const axes = shape.map((_, axis) => axis);
  const named = choices.oneIn(3) ? axes : choices.subset(axes);
  const count = sizeOf(named.map((axis) => shape[axis]));
  const enough = count >= least || named.length === 0
    ? shape
    : shape.map((n, axis) => named.includes(axis) ? Math.max(n, least) : n);
  const signed = named.map((axis) =>
    choices.oneIn(2) ? axis : axis - shape.length
  );
  const axis = named.length === shape.length && choices.oneIn(2)
    ? undefined
    : signed.length === 1
    ? signed[0]
    : choices.shuffle(signed);
  const keepDims = choices.oneIn(2) ? choices.oneIn(2) : undefined;
  return { shape: enough, options: { axis, keepDims } };
}

function reduction(
  f: (x: Tensor, options: ReductionOptions) => Tensor,
  { least = 0, domain }: Needs = {},
): Entry {
  return {
    kind: "reduction",
    call(choices, first) {
      const { shape, options } = reducible(choices, first, least);
      return {
        slots: [{ shape, domain }],
        apply: ([x]) => f(x, options),
        text: `${textOf(shape)} ${JSON.stringify(options)}`,
      };
    },
  };
}

function axiswise(
  f: (x: Tensor, axis?: number) => Tensor,
  least: number,
  whole: boolean,
): Entry {
  return {
    kind: "axiswise",
    call(choices, first) {
      const shape = first.length === 0 ? [3] : first.map((n) => n);
      const axis = choices.below(shape.length);
      const given = choices.pick([
        axis,
        axis - shape.length,
        ...(whole ? [undefined] : []),
      ]);
      const along = given === undefined ? shape.length - 1 : axis;
      shape[along] = Math.max(shape[along], least);
      return {
        slots: [{ shape }],
        apply: ([x]) => f(x, given),
        text: `${textOf(shape)} along ${given}`,
      };
    },
  };
}

function crossEntropy(choices: Choices, first: readonly number[]): Call {
  const rows = first.slice(0, 2).map((length) => Math.max(length, 1));
  const classes = choices.between(1, 4);
  const shape = [...rows, classes];
  const indices = choices.oneIn(2);
  return {
    slots: indices
      ? [{ shape }, { shape: rows, dtype: "int32", below: classes }]
      : [{ shape }, { shape, domain: { low: 0.05, high: 1 } }],
    apply: ([logits, targets]) => t.crossEntropy(logits, targets),
    text: `${textOf(shape)} by ${indices ? "index" : "share"}`,
  };
}

function squaredError(choices: Choices, first: readonly number[]): Call {
  const shape = first.map((length) => Math.max(length, 1));
  const target = choices.oneIn(3) ? [] : shape;
  return {
    slots: [{ shape }, { shape: target }],
    apply: ([prediction, target]) => t.squaredError(prediction, target),
    text: `${textOf(shape)} ${textOf(target)}`,
  };
}

function variance(choices: Choices, first: readonly number[]): Call {
  const { shape, options } = reducible(choices, first, 2);
  const reduced = options.axis === undefined
    ? shape.map((_, axis) => axis)
    : [options.axis].flat().map((axis) =>
      axis < 0 ? axis + shape.length : axis
    );
  const count = sizeOf(reduced.map((axis) => shape[axis]));
  const correction = count > 1
    ? choices.pick([undefined, 0, 1, 0.5])
    : undefined;
  return {
    slots: [{ shape }],
    apply: ([x]) => t.variance(x, { ...options, correction }),
    text: `${textOf(shape)} ${JSON.stringify({ ...options, correction })}`,
  };
}

export const reductions: Record<string, Entry> = {
  crossEntropy: { kind: "reduction", call: crossEntropy },
  cumsum: axiswise(t.cumsum, 0, true),
  logSoftmax: axiswise(t.logSoftmax, 1, true),
  logsumexp: reduction(t.logsumexp, { least: 1 }),
  max: reduction(t.max, { least: 1 }),
  mean: reduction(t.mean, { least: 1 }),
  min: reduction(t.min, { least: 1 }),
  norm: reduction(t.norm),
  prod: reduction(t.prod, { domain: { low: -1.5, high: 1.5 } }),
  softmax: axiswise(t.softmax, 1, true),
  squaredError: { kind: "reduction", call: squaredError },
  sum: reduction(t.sum),
  variance: { kind: "reduction", call: variance },
};
