/** Rules as users write them, for the tests of formulas. */
import {
  defineOptimizer,
  divideOrZero,
  fraction,
  type HyperparameterValue,
  type Kept,
  maximum,
  positive,
  type Rule,
  subtract,
  type Tensor,
  where,
  zerosLike,
} from "../../../mod.ts";

interface Options {
  readonly variant?: string;
  readonly learningRate?: HyperparameterValue;
}

const rate = { default: 0.1, range: positive, symbol: "η", doc: "the size" };

const rest = {
  family: "both",
  variants: { own: {} },
  traits: { coordinatewise: true },
  cite: [],
} as const;

/** The sign of the gradient, and a step without state. */
export const signDescent: Rule<Options, Record<never, never>> = defineOptimizer(
  {
    ...rest,
    id: "sign-descent",
    hyper: { learningRate: rate },
    init: () => ({}),
    step: ({ g, state }, { learningRate }) => ({
      step: learningRate.mul(g.sign()),
      state,
    }),
  },
);

/** A step of a given length, back along the last one where they disagree. */
export const normalized: Rule<Options, Kept<"last">> = defineOptimizer({
  ...rest,
  id: "normalized",
  hyper: { learningRate: rate },
  traits: { coordinatewise: false },
  init: (w) => ({ last: zerosLike(w) }),
  step: ({ g, state }, { learningRate }) => {
    const along = divideOrZero(g, g.norm());
    const turned = along.mul(state.last).sum().less(0);
    const length = where(turned, learningRate.div(2), learningRate);
    return {
      step: along.mul(length).sub(g.abs().mul(0.125).exp().log1p().neg()),
      state: { last: along },
    };
  },
});

interface GreatestOptions extends Options {
  readonly beta?: HyperparameterValue;
}

/** The greatest mean square so far, and many kinds of operations. */
export const amsgradLike: Rule<
  GreatestOptions,
  Kept<"v" | "vMax">
> = defineOptimizer({
  ...rest,
  id: "greatest",
  hyper: {
    learningRate: rate,
    beta: { default: 0.5, range: fraction, symbol: "β", doc: "the decay" },
  },
  init: (w) => ({ v: zerosLike(w), vMax: zerosLike(w).add(1) }),
  step: ({ g, w, state, t }, { learningRate, beta }) => {
    const v = beta.mul(state.v).add(g.sub(w).square().mul(beta.neg().add(1)));
    const vMax = maximum(state.vMax, v);
    const long = g.div(vMax.sqrt().add(1)).add(w.clip(-1, 1).div(t));
    const both = long.mul(long.abs()).sub(long.div(beta.div(t)));
    const late = t.greaterEqual(2).logicalOr(g.lessEqual(-1));
    const turned = g.greater(w.mul(2)).logicalAnd(late).logicalNot();
    const held = where(turned, both, g);
    return {
      step: learningRate.div(t.sqrt()).mul(held).div(t.add(1).pow(1.5)),
      state: { v, vMax },
    };
  },
});

/** A state that may be negative, a mean, and quotients by what may be 0. */
export const shaped: Rule<Options, Kept<"s">> = defineOptimizer({
  ...rest,
  id: "shaped",
  hyper: { learningRate: rate },
  init: (w) => ({ s: zerosLike(w) }),
  step: ({ g, state }, { learningRate }) => {
    const s = state.s.add(g);
    const part = divideOrZero(g, s.add(1)).sub(g.sum().div(2 * g.size));
    return { step: learningRate.mul(part), state: { s } };
  },
});

/** Very small numbers, and a part with its sign turned. */
export const odd: Rule<Options, Kept<"kept">> = defineOptimizer({
  ...rest,
  id: "odd",
  hyper: { learningRate: rate },
  init: (w) => ({ kept: zerosLike(w) }),
  step: ({ g }) => {
    const kept = g.abs().mul(g);
    return {
      step: kept.mul(1).mul(1).add(0).mul(1).neg().neg().mul(1e-7)
        .add(g.neg().mul(2.5e-8)),
      state: { kept },
    };
  },
});

interface AveragingOptions extends Options {
  readonly keep?: HyperparameterValue;
}

/** Names that formulas have for something else. */
export const averaging: Rule<
  AveragingOptions,
  Kept<"g" | "w">
> = defineOptimizer({
  ...rest,
  id: "averaging",
  hyper: {
    keep: { default: 0.5, range: fraction, symbol: "κ", doc: "the share" },
    learningRate: { ...rate, symbol: "κ" },
  },
  init: (w) => ({ g: zerosLike(w), w }),
  step: ({ g, w, state }, { keep, learningRate }) => {
    const direction = keep.mul(state.g).add(learningRate.mul(g));
    return { step: direction, state: { g: direction, w: w.sub(direction) } };
  },
});

/** A rule that divides by 1 more than what it keeps. */
export function keeping(
  start: number,
  next: (s: Tensor, g: Tensor) => Tensor,
): Rule<Options, Kept<"s">> {
  return defineOptimizer({
    ...rest,
    id: "keeping",
    hyper: { learningRate: rate },
    init: (w) => ({ s: zerosLike(w).add(start) }),
    step: ({ g, state }, { learningRate }) => ({
      step: divideOrZero(learningRate, state.s.add(1)).mul(g),
      state: { s: next(state.s, g) },
    }),
  });
}

/** A slot that is divided by its bias correction, and by another number. */
export const correcting: Rule<Options, Kept<"s">> = defineOptimizer({
  ...rest,
  id: "correcting",
  hyper: { learningRate: rate },
  init: (w) => ({ s: zerosLike(w) }),
  step: ({ g, state, t }, { learningRate: beta }) => {
    const s = g.add(state.s);
    const power = beta.log().mul(t).exp();
    return {
      step: s.div(subtract(1, beta.pow(2))).add(s.div(subtract(1, power))),
      state: { s },
    };
  },
});
