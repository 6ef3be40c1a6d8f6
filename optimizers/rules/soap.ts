import { where } from "../../autodiff/mod.ts";
import {
  adamInBases,
  basisChoices,
  basisHyper,
  type BasisOptions,
} from "../adam_in_bases.ts";
import { defineOptimizer, type Rule } from "../define.ts";
import { startBases } from "../eigenbasis.ts";
import { amountOf, learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import type { Slot } from "../optimizer.ts";
import { oddInTensors } from "../trait_sets.ts";

/** The options of {@linkcode soap}. */
export interface SoapOptions extends BasisOptions {
  /** A set of defaults: `paper`. */
  readonly variant?: string;
  /** η, the size of a step. Default: 0.003. */
  readonly learningRate?: HyperparameterValue;
  /** λ, the weight decay. Default: 0.01. */
  readonly weightDecay?: HyperparameterValue;
}

/**
 * SOAP: Adam in the eigenbasis of Shampoo's matrices, which is turned every
 * few steps.
 *
 * With a basis Q of the rows of a matrix and one, P, of its columns:
 * m_t = β₁·m_{t−1} + (1 − β₁)·g_t, x_t = Qᵀ·g_t·P,
 * v_t = β₂·v_{t−1} + (1 − β₂)·x_t ⊙ x_t, α_t = η·√(1 − β₂ᵏ)/(1 − β₁ᵏ),
 * s_t = α_t·Q·(Qᵀ·m_t·P/(√v_t + ε))·Pᵀ and w_t = (1 − η·λ)·(w_{t−1} − s_t),
 * where k = t − 1, and η, β₁, β₂, ε and λ are `learningRate`, `beta1`, `beta2`,
 * `epsilon` and `weightDecay`. Then L_t = β₂·L_{t−1} + (1 − β₂)·g_t·g_tᵀ, the
 * same for R with g_tᵀ·g_t, and where f (`preconditionFrequency`) divides k a
 * step of orthogonal iteration turns the bases: the Q of L_t·Q = Q·R, after
 * the columns were put in the order of diag(Qᵀ·L_t·Q), and v_t with them.
 *
 * The first step moves nothing: it makes the bases, the eigenvectors of L_1 and
 * R_1 in descending order of their eigenvalues, so that no gradient is seen in a
 * basis of its own. All of this is the authors' code; their algorithm 3 leaves
 * out order, first step and bias correction. Tensors with more axes have a
 * basis for each; vectors and scalars have none, which leaves Adam. An axis
 * longer than `maxDimension` has none either: the authors have 10000, here it
 * is 16, to keep steps fast. The state keeps m, v, and by axis h0, h1, … (L, R)
 * and q0, q1, … (Q, P). Gradients beyond 10¹⁴⁰ (10¹⁵ in float32) count as that.
 * Where g_t has no part in a direction rounding alone decides what v_t is there,
 * and how far it is above ε. In a compiled step both ways of making bases are
 * computed in every step, and one is taken.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, `beta1` or
 * `beta2` is not in [0, 1), `epsilon` or `weightDecay` is less than 0, or
 * `preconditionFrequency` is not a whole number greater than 0.
 * @throws {TypeError} for another variant or `maxDimension`.
 * @see Vyas, Morwani, Zhao, Kwun, Shapira, Brandfonbrener, Janson, Kakade
 * (2025), SOAP: Improving and stabilizing Shampoo using Adam, algorithm 3.
 *
 * @example
 * ```ts
 * import { soap, tensor } from "@descent/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const optimizer = soap({ learningRate: 0.5, weightDecay: 0 });
 * const w = tensor([[0, 0], [0, 0]]);
 * const g = tensor([[3, 4], [-8, 6]]); // Rows at right angles.
 * const first = optimizer.update(g, optimizer.init(w), w);
 * assertEquals(first.params.toArray(), [[0, 0], [0, 0]]);
 * const { params } = optimizer.update(g, first.state, w);
 * // In its eigenbasis g is diagonal: Adam's step makes it orthogonal.
 * const [[a, b]] = params.toArray() as number[][];
 * assertAlmostEquals(a, -0.5 * 0.6, 1e-6);
 * assertAlmostEquals(b, -0.5 * 0.8, 1e-6);
 * ```
 */
export const soap: Rule<SoapOptions, Slot> = defineOptimizer({
  id: "soap",
  family: "both",
  hyper: {
    ...basisHyper,
    learningRate: learningRateOf(0.003, "the size of a step"),
    weightDecay: amountOf(0.01, "λ", "the weight decay"),
  },
  choices: basisChoices,
  variants: { paper: {} },
  traits: { ...oddInTensors, degree: 0 },
  cite: ["Vyas et al. (2025)"],
  init: (w, _hyper, { maxDimension }) => startBases(w, Number(maxDimension)),
  step: (input, hyper, { maxDimension }) => {
    const { learningRate, weightDecay } = hyper;
    const kept = adamInBases(input, hyper, Number(maxDimension));
    const s = learningRate.mul(kept.direction);
    const part = learningRate.mul(weightDecay).mul(input.w.sub(s));
    const decay = where(input.t.equal(1), 0, part);
    return { step: s.add(decay), state: kept.state };
  },
});
