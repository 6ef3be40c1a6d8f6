import { divideOrZero, type Tensor } from "../../autodiff/mod.ts";
import { defineTreeOptimizer, type TreeRule } from "../define_tree.ts";
import { learningRateOf } from "../hyperparameter_rows.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { each, globalNorm } from "../whole_tree.ts";

/** The options of {@linkcode polyak}. */
export interface PolyakOptions {
  /** A set of defaults: `paper` or `optax`. */
  readonly variant?: string;
  /** γ, what the step is multiplied by. Default: 1. */
  readonly learningRate?: HyperparameterValue;
  /** f*, the least value of the function, or what is known to be below. Default: 0. */
  readonly leastLoss?: HyperparameterValue;
  /** η_b, the greatest step size. Default: infinity; `optax` 1. */
  readonly maxStepSize?: HyperparameterValue;
}

/**
 * The Polyak step size: as far down the slope as a straight line would take to
 * the least value of the function.
 *
 * w_t = w_{t−1} − γ·η_t·g_t with η_t = min((f(w_{t−1}) − f*)/‖g_t‖², η_b), where
 * g_t is the gradient at w_{t−1} and ‖g_t‖ the norm of all tensors together, f*
 * is `leastLoss`, in the unit of the loss, η_b is `maxStepSize`, and γ is
 * `learningRate`. It is computed as s·g_t/max(‖g_t‖, s/η_b) with
 * s = (f − f*)/‖g_t‖, which squares nothing. Where g_t is 0 the step is 0. Where
 * the loss is below f* the step goes uphill.
 *
 * It needs the loss: `minimize` gives it, {@linkcode stepInputs} makes it. On
 * batches f* is the least loss of a batch: 0 where a model fits each.
 *
 * Variants: Polyak's has no greatest step size and γ = 1, Loizou et al. have
 * both, as c = 1/γ and γ_b = γ·η_b. `optax` (`polyak_sgd`) has η_b = 1; it takes no step where
 * ‖g_t‖² is not above 2⁻⁵², which is left out here.
 *
 * @throws {RangeError} if `learningRate` is not greater than 0, or `maxStepSize`
 * is not greater than 0.
 * @throws {TypeError} for another variant; a step throws one without
 * `context.loss`.
 * @see Polyak (1987), Introduction to optimization, section 5.3.
 * @see Loizou, Vaswani, Laradji, Lacoste-Julien (2021), Stochastic Polyak
 * step-size for SGD, equations (2) and (3).
 *
 * @example
 * ```ts
 * import { minimize, polyak, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const bowl = (w: Tensor) => w.square().sum();
 * const { params } = minimize(bowl, tensor([8, -4]), polyak(), { steps: 2 });
 * assertEquals(params.toArray(), [2, -1]); // half of the way in each step
 * ```
 */
export const polyak: TreeRule<PolyakOptions, never, never, "loss"> =
  defineTreeOptimizer({
    id: "polyak",
    family: "step size",
    hyper: {
      learningRate: learningRateOf(1, "what the step is multiplied by", "γ"),
      leastLoss: {
        default: 0,
        range: { text: "finite", contains: (x) => Math.abs(x) < Infinity },
        symbol: "f*",
        doc: "the least value of the function",
      },
      maxStepSize: {
        default: Infinity,
        range: { text: "in (0, ∞]", contains: (x) => x > 0 },
        symbol: "η_b",
        doc: "the greatest step size",
      },
    },
    variants: { paper: {}, optax: { maxStepSize: 1 } },
    traits: { coordinatewise: false, odd: true },
    needs: ["loss"],
    cite: ["Polyak (1987)", "Loizou, Vaswani, Laradji, Lacoste-Julien (2021)"],
    init: () => ({}),
    step: ({ g, context }, { learningRate, leastLoss, maxStepSize }) => {
      const norm = globalNorm(g);
      const s = divideOrZero(context.loss.sub(leastLoss), norm);
      const divisor = norm.maximum(s.div(maxStepSize));
      const step = (g: Tensor) =>
        learningRate.mul(s.mul(divideOrZero(g, divisor)));
      return { step: each(step, g) };
    },
  });
