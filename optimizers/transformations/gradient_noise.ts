import type { Key } from "../../autodiff/mod.ts";
import { checkOptionNames } from "../../autodiff/check_names.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import { denoted } from "../denoted.ts";
import { type HyperparameterValue, nonNegative } from "../hyperparameters.ts";
import { checkKey, stepKey } from "../step_key.ts";
import {
  defineTransformation,
  type Transformation,
} from "../transformation.ts";

/** The options of {@linkcode gradientNoise}. */
export interface GradientNoiseOptions {
  /** What the noise is drawn from. */
  readonly key: Key;
  /** η, the variance of the first step's noise. */
  readonly variance: HyperparameterValue;
  /** γ, how fast the variance goes down. Default: 0.55. */
  readonly decay?: HyperparameterValue;
}

/**
 * Adds normal noise to the updates, less with each step: u + σ_t·n with
 * σ_t² = η/t^γ, where n has mean 0 and variance 1, η is `variance`, in the
 * square of the unit of the updates, and γ is `decay`.
 *
 * The paper has η/(1 + t)^γ with t from 0, which is the same, γ = 0.55, and η
 * one of 0.01, 0.3 and 1. The power is e^(γ·ln t), so that η and γ can be
 * differentiated by and batched over; the first variance is exactly η.
 *
 * The noise of an element depends on the key, the number of the step and the
 * name and place of its element alone: a run that goes on from a saved state
 * meets the noise it would have met, and adding a parameter changes nobody
 * else's. The tensor at `.w` gets `normal(shape)`, in its dtype, of the key
 * k.fold(".w"), where k has the bits of key.fold("gradient noise") with the two
 * words of t, the upper one first, added to them, each modulo 2³².
 *
 * optax' `add_noise` has the same variances, and keeps its key in the state.
 *
 * @throws {TypeError} for an unknown or missing option, a `key` that is none,
 * or a value that is not a number, a float64 tensor of shape `[]` or a
 * schedule.
 * @throws {RangeError} if `variance` or `decay` is less than 0.
 * @see Neelakantan and others (2015), Adding gradient noise improves learning
 * for very deep networks, equation 1.
 *
 * @example
 * ```ts
 * import {
 *   chain,
 *   gradientDescent,
 *   gradientNoise,
 *   key,
 *   tensor,
 * } from "@descent/lab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   gradientNoise({ key: key(7), variance: 0.01 }),
 *   gradientDescent({ learningRate: 1 }),
 * );
 * const w = tensor([0, 0]);
 * const { step } = optimizer.step(w, optimizer.init(w), w);
 * assert(step.abs().max().item() < 0.5 && step.abs().min().item() > 0);
 * const again = optimizer.step(w, optimizer.init(w), w);
 * assertEquals(again.step.toArray(), step.toArray());
 * ```
 */
export function gradientNoise(options: GradientNoiseOptions): Transformation {
  const name = "gradientNoise";
  checkOptionNames(`create ${name}`, options, ["key", "variance", "decay"]);
  const { key, ...numbers } = options;
  checkKey(name, key);
  const own = key.fold("gradient noise");
  return defineTransformation({
    id: "gradient-noise",
    hyper: {
      variance: { range: nonNegative, symbol: "η", doc: "the first variance" },
      decay: {
        range: nonNegative,
        symbol: "γ",
        doc: "how fast the variance goes down",
        default: 0.55,
      },
    },
    traits: { coordinatewise: false, ignoresWeights: true },
    apply(updates, { t }, { variance, decay }) {
      const deviation = variance.div(decay.mul(t.log()).exp()).sqrt();
      const ofStep = stepKey(own, t);
      const { leaves, paths, rebuild } = flattenTree("update", updates);
      return rebuild(leaves.map((u, i) => {
        const dtype = u.dtype === "float32" ? "float32" : "float64";
        const drawn = ofStep.fold(paths[i]).normal(u.shape, { dtype });
        return u.add(deviation.mul(denoted("n", [t], drawn)));
      }));
    },
  })(numbers as Required<typeof numbers>);
}
