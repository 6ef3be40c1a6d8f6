/** How tests call derivatives, loops and maps inside a function. */
import * as t from "../../../../autodiff/mod.ts";
import type { DType, Tensor } from "../../../../autodiff/mod.ts";
import { type Body, makeBody, weighted } from "../body.ts";
import type { Choices } from "../choices.ts";
import { type Call, type Entry, sizeOf, textOf } from "../entry.ts";
import { scanEntry } from "./loop.ts";

type Shape = readonly number[];

/** A transformation of a body at `x`, with further operands like `x`. */
interface Nesting {
  /** How many operands besides `x` have its shape. */
  readonly others?: number;
  /** The largest size of `x`. */
  readonly most?: number;
  apply(
    f: (x: Tensor) => Tensor,
    x: Tensor,
    others: readonly Tensor[],
    float: DType,
  ): Tensor;
}

const nestings: Record<string, Nesting> = {
  grad: {
    apply: (f, x, _others, float) => t.grad((y) => weighted(f(y), float))(x),
  },
  hessian: {
    most: 4,
    apply: (f, x, _others, float) => t.hessian((y) => weighted(f(y), float))(x),
  },
  hvp: {
    others: 1,
    apply: (f, x, [v], float) => t.hvp((y) => weighted(f(y), float))(x, v),
  },
  jvp: {
    others: 1,
    apply: (f, x, [v]) => t.jvp(f)(x, v).tangent,
  },
  valueAndGrad: {
    apply(f, x, _others, float) {
      const loss = (y: Tensor) => weighted(f(y), float);
      const { value, grad } = t.valueAndGrad(loss)(x);
      return grad.mul(value);
    },
  },
  vjp: {
    apply(f, x) {
      const { value } = t.jvp(f)(x, x);
      return t.vjp(f)(x, value).grad;
    },
  },
};

function nested(entries: Record<string, Entry>, nesting: Nesting): Entry {
  const { others = 0, most = 9 } = nesting;
  return {
    kind: "nested",
    call(choices, first) {
      const shape = sizeOf(first) <= most ? first : [Math.min(most, 5)];
      const captured = choices.pick<Shape>([[], shape, [2]]);
      const body = makeBody(entries, choices, shape, captured);
      const domain = { low: -3, high: 3 };
      return {
        slots: [
          { shape, domain },
          { shape: captured, domain },
          ...Array.from({ length: others }, () => ({ shape, domain })),
        ],
        apply([x, captured, ...others], float) {
          const f = (y: Tensor) => body.apply(y, captured, float);
          return tied(nesting.apply(f, x, others, float), x);
        },
        text: textFor(shape, captured, body),
      };
    },
  };
}

/**
 * A derivative, that of a constant too, as something computed from `x`: else a
 * trace would hold numbers, rounded unseen.
 */
function tied(derivative: Tensor, x: Tensor): Tensor {
  return derivative.add(x.stopGradient().mul(0).sum());
}

function textFor(shape: Shape, captured: Shape, body: Body): string {
  return `(${textOf(shape)}, ${textOf(captured)}) => ${body.text}`;
}

function vmap(
  entries: Record<string, Entry>,
  choices: Choices,
  first: Shape,
): Call {
  const shape = first.length === 0 ? [2] : first;
  const axis = choices.below(shape.length);
  const given = choices.pick([axis, axis - shape.length]);
  const row = shape.filter((_, i) => i !== axis);
  const both = choices.oneIn(2);
  const captured = choices.pick<Shape>([[], row]);
  const body = makeBody(entries, choices, row, captured);
  const domain = { low: -3, high: 3 };
  const second = both ? [...captured, shape[axis]] : captured;
  return {
    slots: [{ shape, domain }, { shape: second, domain }],
    apply([x, c], float) {
      const f = (y: Tensor, c: Tensor) => body.apply(y, c, float);
      const axes = [given, both ? -1 : null];
      return both || choices.oneIn(2)
        ? t.vmap(f, { axes })(x, c)
        : t.vmap((y: Tensor) => f(y, c), { axes: [given] })(x);
    },
    text: `along ${given} ${textFor(shape, second, body)}`,
  };
}

/** The entries of transformations, over those of the operations. */
export function nestedEntries(
  entries: Record<string, Entry>,
): Record<string, Entry> {
  const list = Object.entries(nestings).map(([name, nesting]) => [
    name,
    nested(entries, nesting),
  ]);
  return {
    ...Object.fromEntries(list),
    scan: scanEntry(entries),
    vmap: {
      kind: "nested",
      call: (choices, shape) => vmap(entries, choices, shape),
    },
  };
}
