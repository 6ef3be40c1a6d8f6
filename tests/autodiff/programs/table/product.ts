/** How tests call products of matrices and vectors. */
import * as t from "../../../../autodiff/mod.ts";
import type { Choices } from "../choices.ts";
import { type Call, type Entry, sizeOf, textOf } from "../entry.ts";

type Shape = readonly number[];

function shapesOf(choices: Choices, shape: Shape): [Shape, Shape] {
  const [n, m] = [choices.between(1, 3), choices.between(1, 3)];
  const k = shape.at(-1) ?? 3;
  switch (choices.below(6)) {
    case 0:
      return [[k], [k]];
    case 1:
      return [[n, k], [k]];
    case 2:
      return [[k], [2, k, m]];
    case 3:
      return [[2, n, k], [k, m]];
    case 4:
      return [[2, 1, n, k], [3, k, m]];
    default:
      return [shape.length < 2 ? [n, k] : shape, [k, m]];
  }
}

function matmul(choices: Choices, shape: Shape): Call {
  const shapes = shapesOf(choices, shape);
  return {
    slots: shapes.map((shape) => ({ shape })),
    apply: ([a, b]) => t.matmul(a, b),
    text: shapes.map(textOf).join(" "),
  };
}

function dot(_choices: Choices, shape: Shape): Call {
  const length = sizeOf(shape);
  return {
    slots: [{ shape: [length] }, { shape: [length] }],
    apply: ([a, b]) => t.dot(a, b),
    text: `${length}`,
  };
}

function outer(choices: Choices, shape: Shape): Call {
  const [n, m] = [Math.min(sizeOf(shape), 6), choices.between(0, 4)];
  return {
    slots: [{ shape: [n] }, { shape: [m] }],
    apply: ([a, b]) => t.outer(a, b),
    text: `${n} ${m}`,
  };
}

export const products: Record<string, Entry> = {
  dot: { kind: "product", call: dot },
  matmul: { kind: "product", call: matmul },
  outer: { kind: "product", call: outer },
};
