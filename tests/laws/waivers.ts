/**
 * Descent's own optimizers as the laws are asked of them: every rule in every
 * variant, further settings, and the laws that don't hold there, with the
 * reason. No other place waives a law.
 */
import type { Lawful } from "../../laws/mod.ts";
import {
  accumulateGradients,
  adagrad,
  adam,
  adamw,
  centeredRmsprop,
  chain,
  clipByGlobalNorm,
  clipByValue,
  cosineDecay,
  exponentialAverage,
  gradientDescent,
  lookahead,
  momentum,
  nesterov,
  parameterGroups,
  rmsprop,
  rmspropMomentum,
  rules,
  scalar,
  weightDecay,
} from "../../mod.ts";

/** One of Descent's optimizers, and what is waived of it. */
export interface Setting {
  readonly optimizer: Lawful;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly dtype?: "float64" | "float32";
  readonly waive?: Readonly<Record<string, string>>;
  /** How many inputs are drawn for each law. Default: 12. */
  readonly numRuns?: number;
}

const overflow = {
  "finite-steps":
    "a mean without memory forgets what overflowed as 0·∞, which is NaN",
};

/** Every rule in every variant, at its defaults: nothing is waived. */
export const variants: readonly Setting[] = rules.flatMap((rule) =>
  Object.keys(rule.definition.variants).map((variant) => ({
    optimizer: rule,
    options: { variant },
  }))
);

/** Further settings, at the ends of ranges and with other dtypes. */
export const settings: readonly Setting[] = [
  { optimizer: gradientDescent, options: { learningRate: 1e6 } },
  { optimizer: gradientDescent, options: { learningRate: 5e-324 } },
  { optimizer: adagrad, options: { learningRate: 1e-320 } },
  { optimizer: momentum, options: { learningRate: 1e300 } },
  { optimizer: rmsprop, options: { learningRate: 1e300 } },
  { optimizer: rmsprop, options: { epsilon: () => scalar(0.01) } },
  { optimizer: adagrad, options: { initialAccumulator: () => scalar(0.1) } },
  { optimizer: adagrad, options: { learningRate: 1e6 } },
  { optimizer: momentum, options: { momentum: 0 } },
  { optimizer: momentum, options: { momentum: 0.99, dampening: 0.5 } },
  { optimizer: nesterov, options: { momentum: 0, learningRate: 2 } },
  { optimizer: rmsprop, options: { decay: 0 }, waive: overflow },
  { optimizer: rmsprop, options: { decay: 0.999, learningRate: 3 } },
  {
    optimizer: rmspropMomentum,
    options: { decay: 0, momentum: 0 },
    waive: overflow,
  },
  { optimizer: centeredRmsprop, options: { momentum: 0.5, epsilon: 0 } },
  {
    // After 30 steps of one gradient the variance is what rounding leaves.
    optimizer: centeredRmsprop,
    options: { decay: 0.125, variant: "torch" },
    numRuns: 60,
  },
  { optimizer: adam, options: { beta1: 0.5, beta2: 0.5, epsilon: 0 } },
  { optimizer: adam, options: { beta1: 0, beta2: 0 }, waive: overflow },
  { optimizer: adamw, options: { weightDecay: 0.1, learningRate: 2 } },
  ...rules.map((optimizer) => ({ optimizer, dtype: "float32" as const })),
  { optimizer: chain(clipByValue(0.5), adam({ learningRate: 0.1 })) },
  { optimizer: chain(clipByGlobalNorm(1), momentum()) },
  { optimizer: chain(weightDecay(0.01), rmsprop()) },
  { optimizer: chain(adagrad(), weightDecay(0.01)) },
  {
    optimizer: adagrad({
      learningRate: cosineDecay({ learningRate: 0.1, steps: 10 }),
    }),
  },
  { optimizer: chain(momentum(), lookahead({ steps: 3 })) },
  { optimizer: chain(adam(), exponentialAverage({ decay: 0.9 })) },
  { optimizer: accumulateGradients(adagrad(), { steps: 2 }) },
  {
    optimizer: parameterGroups(
      { even: adam(), odd: gradientDescent() },
      ({ shape }) => shape[0] % 2 === 0 ? "even" : "odd",
    ),
  },
];
