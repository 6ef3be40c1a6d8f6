import {
  divideOrZero,
  maximum,
  subtract,
  where,
  zerosLike,
} from "../../autodiff/mod.ts";
import { defineOptimizer, type Kept, type Rule } from "../define.ts";
import { rootWith } from "../denominators.ts";
import { oddInGradients } from "../trait_sets.ts";
import {
  rmspropMomentum,
  type RmspropMomentumOptions,
} from "./rmsprop_momentum.ts";

/**
 * The options of {@linkcode centeredRmsprop}: those of
 * {@linkcode rmspropMomentum}, which also say what their defaults are here.
 */
export interface CenteredRmspropOptions extends RmspropMomentumOptions {
  /** A set of defaults: `paper`, `torch`, `optax`, `keras` or `tfjs`. */
  readonly variant?: string;
}

const base = rmspropMomentum.definition;

/**
 * Centered RMSProp: each coordinate's step is scaled by the recent standard
 * deviation of its gradients.
 *
 * h_t = ρ·h_{t−1} + (1 − ρ)·g_t ⊙ g_t, a_t = ρ·a_{t−1} + (1 − ρ)·g_t,
 * m_t = (η/√(h_t − a_t ⊙ a_t + ε))·g_t + γ·m_{t−1} and w_t = w_{t−1} − m_t,
 * where g_t is the gradient at w_{t−1}, η is `learningRate`, ρ is `decay`, γ is
 * `momentum` and ε is `epsilon`; h_0 = a_0 = m_0 = 0. (In the paper h is n,
 * a is g, −m is Δ, and ρ, γ, η, ε are ℵ, ℶ, ℷ, ℸ.)
 *
 * h_t − a_t ⊙ a_t is a variance; where rounding makes it negative it is taken
 * as 0, and where h_t has overflowed as infinite, so that no step is NaN. With
 * ε = 0 the gradient's part is 0 where it is 0. The libraries take the root of
 * what rounding gives: NaN where that is less than −ε, and in PyTorch less than
 * 0, as under gradients that hardly change.
 *
 * Variants: `torch` has √(h_t − a_t ⊙ a_t) + ε and the learning rate outside,
 * w_t = w_{t−1} − η·m_t, which is the same only while η is constant; `optax`,
 * `keras` and `tfjs` have the paper's formula. `tfjs` is what TensorFlow.js
 * means: as of 4.22 it subtracts ε under the root, h_t − (a_t ⊙ a_t + ε). The
 * libraries have a momentum of 0 where it is not given. optax and TensorFlow.js
 * have no default for η.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `decay` or
 * `momentum` is not in [0, 1), or `epsilon` is less than 0.
 * @throws {TypeError} for another variant, `epsilonPlacement` or
 * `learningRatePlacement`.
 * @see Graves (2013), Generating sequences with recurrent neural networks,
 * equations (38) to (45).
 *
 * @example
 * ```ts
 * import { centeredRmsprop, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const hyper = { learningRate: 0.5, decay: 0.5, momentum: 0.5, epsilon: 0 };
 * const optimizer = centeredRmsprop(hyper);
 * const [w, g] = [tensor([1]), tensor([4])];
 * // h = 8 and a = 2: the variance is 4 and the step 0.5 / 2 · 4.
 * const first = optimizer.update(g, optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [0]);
 * const second = optimizer.update(tensor([0]), first.state, first.params);
 * assertEquals(second.params.toArray(), [-0.5]);
 * ```
 */
export const centeredRmsprop: Rule<
  CenteredRmspropOptions,
  Kept<"h" | "a" | "m">
> = defineOptimizer({
  id: "centered-rmsprop",
  family: "both",
  hyper: base.hyper,
  choices: base.choices,
  variants: {
    paper: {
      learningRate: 1e-4,
      decay: 0.95,
      epsilon: 1e-4,
      epsilonPlacement: "inside",
    },
    torch: { ...base.variants.torch, momentum: 0 },
    optax: { ...base.variants.optax, momentum: 0 },
    keras: { ...base.variants.keras, momentum: 0 },
    tfjs: { ...base.variants.tfjs, momentum: 0 },
  },
  traits: { ...oddInGradients, degree: 0 },
  cite: ["Graves (2013)"],
  init: (w) => ({ h: zerosLike(w), a: zerosLike(w), m: zerosLike(w) }),
  step: ({ g, state }, hyper, { epsilonPlacement, learningRatePlacement }) => {
    const { learningRate, decay, momentum, epsilon } = hyper;
    const inside = learningRatePlacement === "inside";
    const h = decay.mul(state.h).add(subtract(1, decay).mul(g.square()));
    const a = decay.mul(state.a).add(subtract(1, decay).mul(g));
    const variance = where(h.isFinite(), maximum(h.sub(a.square()), 0), h);
    const root = rootWith(epsilon, epsilonPlacement, variance);
    const part = divideOrZero(inside ? learningRate : 1, root).mul(g);
    const m = part.add(momentum.mul(state.m));
    return { step: inside ? m : learningRate.mul(m), state: { h, a, m } };
  },
});
