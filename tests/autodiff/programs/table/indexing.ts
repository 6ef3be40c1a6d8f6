/** How tests call the operations that make indices and use them. */
import * as t from "../../../../autodiff/mod.ts";
import type { Tensor } from "../../../../autodiff/mod.ts";
import type { Choices } from "../choices.ts";
import { type Call, type Entry, textOf } from "../entry.ts";

type Shape = readonly number[];

function argmax(choices: Choices, first: Shape): Call {
  const shape = first.map((length) => Math.max(length, 1));
  const axis = choices.oneIn(3) || shape.length === 0
    ? undefined
    : choices.between(-shape.length, shape.length - 1);
  const keepDims = choices.oneIn(2);
  return {
    slots: [{ shape }],
    apply: ([x]) => t.argmax(x, { axis, keepDims }),
    text: `${textOf(shape)} along ${axis}`,
  };
}

function oneHot(choices: Choices, first: Shape): Call {
  const shape = first.slice(0, 2);
  const depth = choices.between(1, 4);
  return {
    slots: [{ shape, dtype: "int32", below: depth }],
    apply: ([indices], float) => t.oneHot(indices, depth, float),
    text: `${textOf(shape)} of ${depth}`,
  };
}

/** The same rows, half of them counted from the back. */
function signed(indices: Tensor, size: number, negative: boolean): Tensor {
  return negative ? indices.sub(size) : indices;
}

function take(choices: Choices, first: Shape): Call {
  const shape = first.length === 0 ? [3] : first.slice();
  const axis = choices.below(shape.length);
  const indices = choices.pick([[], [1], [3], [2, 2], [0]]);
  const size = shape[axis] = Math.max(shape[axis], 1);
  const given = choices.pick([axis, axis - shape.length]);
  const negative = choices.oneIn(3);
  return {
    slots: [{ shape }, { shape: indices, dtype: "int32", below: size }],
    apply: ([x, i]) => t.take(x, signed(i, size, negative), given),
    text: `${textOf(shape)} at ${textOf(indices)} along ${given}`,
  };
}

function scatterAdd(choices: Choices, first: Shape): Call {
  const shape = first.length === 0 ? [3] : first;
  const rank = choices.between(0, Math.min(2, shape.length));
  const axis = choices.between(0, shape.length - rank);
  const own = shape.slice(axis, axis + rank);
  const size = choices.between(1, 4);
  const negative = choices.oneIn(3);
  return {
    slots: [{ shape }, { shape: own, dtype: "int32", below: size }],
    apply: ([x, i]) => t.scatterAdd(x, signed(i, size, negative), size, axis),
    text: `${textOf(shape)} at ${textOf(own)} into ${size} along ${axis}`,
  };
}

const calls = { argmax, oneHot, scatterAdd, take };

export const indexing: Record<string, Entry> = Object.fromEntries(
  Object.entries(calls).map(([name, call]) => [name, { kind: "index", call }]),
);
