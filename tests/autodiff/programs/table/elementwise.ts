/** How tests call the operations that work element by element. */
import * as t from "../../../../autodiff/mod.ts";
import type { Tensor, TensorLike } from "../../../../autodiff/mod.ts";
import { positive, reals } from "../../../../autodiff/operation.ts";
import type { Choices } from "../choices.ts";
import { type Call, type Entry, textOf } from "../entry.ts";

function unary(f: (x: Tensor) => Tensor): Entry {
  return {
    kind: "elementwise",
    call: (_choices, shape) => ({
      slots: [{ shape }],
      apply: ([x]) => f(x),
      text: "",
    }),
  };
}

/** A shape that broadcasts to another: some axes are 1, some in front missing. */
export function stretchable(
  choices: Choices,
  shape: readonly number[],
): number[] {
  const from = choices.oneIn(2) ? 0 : choices.between(0, shape.length);
  return shape.slice(from).map((length) => choices.oneIn(3) ? 1 : length);
}

/** Shapes of two operands that broadcast to about `shape`. */
export function pairOfShapes(
  choices: Choices,
  shape: readonly number[],
): [readonly number[], readonly number[]] {
  const other = stretchable(choices, shape);
  if (choices.oneIn(4)) return [other, shape];
  if (choices.oneIn(4)) return [[...shape, 1], [...shape, 2]];
  return [shape, other];
}

function binary(f: (a: TensorLike, b: TensorLike) => Tensor): Entry {
  return {
    kind: "elementwise",
    call(choices, shape) {
      if (choices.oneIn(8)) {
        const number = choices.number(0.5, 2);
        return {
          slots: [{ shape }],
          apply: ([x]) => f(x, number),
          text: `by ${number}`,
        };
      }
      const shapes = pairOfShapes(choices, shape);
      return {
        slots: shapes.map((shape) => ({ shape })),
        apply: ([a, b]) => f(a, b),
        text: shapes.map(textOf).join(" "),
      };
    },
  };
}

function pow(choices: Choices, shape: readonly number[]): Call {
  const exponent = choices.pick([2, 3, 5, 0, 1, -1, -2, 0.5, 1.5, -0.5, 0.375]);
  const anywhere = Number.isInteger(exponent) && exponent >= 0;
  const domain = anywhere ? reals : positive;
  return {
    slots: [{ shape, domain }],
    apply: ([x]) => t.pow(x, exponent),
    text: `${exponent}`,
  };
}

function clip(choices: Choices, shape: readonly number[]): Call {
  const [low, high] = [choices.number(-2, -0.5), choices.number(0.5, 2)];
  if (choices.oneIn(2)) {
    return {
      slots: [{ shape }],
      apply: ([x]) => t.clip(x, low, high),
      text: `${low} ${high}`,
    };
  }
  const bound = stretchable(choices, shape);
  return {
    slots: [{ shape }, { shape: bound }],
    apply: ([x, b]) => t.clip(x, b, t.add(b.square(), b).add(high)),
    text: `between tensors ${textOf(bound)}`,
  };
}

/** To the other float and back, or from what is not a float. */
function cast(choices: Choices, shape: readonly number[]): Call {
  const dtype = choices.pick(["float", "bool", "int32"] as const);
  return {
    slots: [{ shape, dtype, below: 5 }],
    apply: ([x], float) => x.cast("float64").cast(float),
    text: `from ${dtype}`,
  };
}

/** A scalar parameter that meets tensors as a hyperparameter does. */
function asScalar(_choices: Choices, shape: readonly number[]): Call {
  return {
    slots: [{ shape: [] }, { shape }],
    apply: ([x, y]) => y.mul(x.cast("float64").asScalar()),
    text: "times a tensor",
  };
}

export const elementwise: Record<string, Entry> = {
  abs: unary(t.abs),
  add: binary(t.add),
  asScalar: { kind: "elementwise", call: asScalar },
  cast: { kind: "elementwise", call: cast },
  clip: { kind: "elementwise", call: clip },
  cos: unary(t.cos),
  divide: binary(t.divide),
  divideOrZero: binary(t.divideOrZero),
  exp: unary(t.exp),
  expm1: unary(t.expm1),
  floor: unary(t.floor),
  log: unary(t.log),
  log1p: unary(t.log1p),
  maximum: binary(t.maximum),
  minimum: binary(t.minimum),
  multiply: binary(t.multiply),
  neg: unary(t.neg),
  pow: { kind: "elementwise", call: pow },
  relu: unary(t.relu),
  sigmoid: unary(t.sigmoid),
  sign: unary(t.sign),
  sin: unary(t.sin),
  softplus: unary(t.softplus),
  sqrt: unary(t.sqrt),
  square: unary(t.square),
  // What is constant near each point, so that differences see none either.
  stopGradient: unary((x) => t.stopGradient(x.floor()).mul(x)),
  subtract: binary(t.subtract),
  tanh: unary(t.tanh),
};
