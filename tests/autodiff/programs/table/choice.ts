/** How tests call comparisons, logic, and the choice that they decide. */
import * as t from "../../../../autodiff/mod.ts";
import type { Tensor, TensorLike } from "../../../../autodiff/mod.ts";
import type { Choices } from "../choices.ts";
import { type Call, type Entry, type Slot, textOf } from "../entry.ts";
import { pairOfShapes, stretchable } from "./elementwise.ts";

function comparison(f: (a: TensorLike, b: TensorLike) => Tensor): Entry {
  return {
    kind: "choice",
    call(choices, shape) {
      const number = choices.number(-1, 1);
      if (choices.oneIn(4)) {
        return {
          slots: [{ shape }],
          apply: ([x]) => f(number, x),
          text: `of ${number}`,
        };
      }
      return pair(f, pairOfShapes(choices, shape), "float");
    },
  };
}

function pair(
  f: (a: TensorLike, b: TensorLike) => Tensor,
  shapes: readonly (readonly number[])[],
  dtype: Slot["dtype"],
): Call {
  return {
    slots: shapes.map((shape) => ({ shape, dtype })),
    apply: ([a, b]) => f(a, b),
    text: shapes.map(textOf).join(" "),
  };
}

function logical(f: (a: TensorLike, b: TensorLike) => Tensor): Entry {
  return {
    kind: "choice",
    call: (choices, shape) => pair(f, pairOfShapes(choices, shape), "bool"),
  };
}

function where(choices: Choices, shape: readonly number[]): Call {
  const shapes = choices.shuffle([
    shape,
    stretchable(choices, shape),
    stretchable(choices, shape),
  ]);
  const dtype = (i: number) => i === 0 ? "bool" : "float";
  const number = choices.oneIn(4);
  return {
    slots: shapes.slice(0, number ? 2 : 3).map((shape, i) => ({
      shape,
      dtype: dtype(i),
    })),
    apply: ([condition, a, b]) => t.where(condition, a, number ? 0.5 : b),
    text: shapes.map(textOf).join(" "),
  };
}

export const choice: Record<string, Entry> = {
  equal: comparison(t.equal),
  greater: comparison(t.greater),
  greaterEqual: comparison(t.greaterEqual),
  isFinite: {
    kind: "choice",
    call: (_choices, shape) => ({
      slots: [{ shape }],
      apply: ([x]) => t.isFinite(x),
      text: "",
    }),
  },
  less: comparison(t.less),
  lessEqual: comparison(t.lessEqual),
  logicalAnd: logical(t.logicalAnd),
  logicalNot: {
    kind: "choice",
    call: (_choices, shape) => ({
      slots: [{ shape, dtype: "bool" }],
      apply: ([x]) => t.logicalNot(x),
      text: "",
    }),
  },
  logicalOr: logical(t.logicalOr),
  logicalXor: logical(t.logicalXor),
  notEqual: comparison(t.notEqual),
  where: { kind: "choice", call: where },
};
