/**
 * Descent's own optimizers as the laws are asked of them: every rule in every
 * variant, further settings, and the laws that don't hold there, with the
 * reason. No other place waives a law.
 */
import type { Lawful } from "../../laws/mod.ts";
import {
  accumulateGradients,
  adabelief,
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  adan,
  amsgrad,
  centeredRmsprop,
  chain,
  clipByGlobalNorm,
  clipByValue,
  cosineDecay,
  exponentialAverage,
  gradientDescent,
  lion,
  lookahead,
  momentum,
  nadam,
  nesterov,
  parameterGroups,
  radam,
  rmsprop,
  rmspropMomentum,
  rprop,
  rules,
  scalar,
  signum,
  weightDecay,
  yogi,
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

/** Every rule at its defaults in the other dtype. */
export const float32: readonly Setting[] = rules.map((optimizer) => ({
  optimizer,
  dtype: "float32",
}));

/** Further settings, at the ends of ranges. */
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
  { optimizer: adadelta, options: { epsilon: 0, learningRate: 4 } },
  {
    optimizer: amsgrad,
    options: {
      beta1: 0.5,
      beta2: 0.5,
      biasCorrection: "moments",
      maximumOf: "corrected",
    },
  },
  { optimizer: adamax, options: { beta1: 0, beta2: 0 } },
  { optimizer: adamax, options: { beta1: 0.5, beta2: 0.75, epsilon: 1 } },
  { optimizer: nadam, options: { beta1: 0.5, momentumDecay: 0 } },
  { optimizer: nadam, options: { inertia: "constant", learningRate: 2 } },
  { optimizer: radam, options: { beta2: 0.9, learningRate: 2 } },
  { optimizer: radam, options: { beta1: 0, beta2: 0.5 } },
  { optimizer: adabelief, options: { epsilon: 0, epsilonRoot: 0 } },
  { optimizer: yogi, options: { epsilon: 0, beta2: 0.5 } },
  { optimizer: yogi, options: { initialAccumulator: 1, learningRate: 2 } },
  { optimizer: lion, options: { beta1: 0, weightDecay: 0.5 } },
  { optimizer: lion, options: { learningRate: 2 ** 30, beta2: 0 } },
  { optimizer: signum, options: { momentum: 0.5, learningRate: 5e-324 } },
  { optimizer: adan, options: { form: "corrected", weightDecay: 0.5 } },
  { optimizer: adan, options: { beta1: 0.5, beta2: 0, epsilon: 0 } },
  { optimizer: rprop, options: { increase: 8, minStep: 0.25, maxStep: 64 } },
  { optimizer: rprop, options: { signChange: "move", learningRate: 100 } },
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
