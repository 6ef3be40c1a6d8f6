/** The optimizers of jax-js's optax, with what is claimed of them. */
import {
  type Jax,
  jax,
  type JaxArray,
  type JaxOptimizer,
  type Subject,
} from "../../laws/mod.ts";
import { adam, adamw, gradientDescent, momentum, nesterov } from "../../mod.ts";

/** The module of optax, as far as it is used here. */
interface Optax extends Pick<Jax, "applyUpdates"> {
  sgd(
    rate: number,
    options?: { momentum?: number; nesterov?: boolean },
  ): JaxOptimizer;
  adam(rate: number, options: AdamOptions): JaxOptimizer;
  adamw(
    rate: number,
    options: AdamOptions & { weightDecay: number },
  ): JaxOptimizer;
}

interface AdamOptions {
  readonly b1: number;
  readonly b2: number;
  readonly eps: number;
  readonly epsRoot: number;
}

type Values = Readonly<Record<string, number>>;

/** The optimizers of optax. */
export async function jaxSubjects(
  version: string,
  optaxModule: string,
): Promise<readonly Subject[]> {
  const module: Pick<Jax, "numpy" | "tree"> & {
    init(...devices: string[]): Promise<unknown>;
    defaultDevice(device: string): unknown;
  } = await import(`npm:@jax-js/jax@${version}`);
  await module.init("cpu");
  module.defaultDevice("cpu");
  const optax: Optax = await import(optaxModule);
  const parts: Jax<JaxArray> = {
    numpy: module.numpy,
    tree: module.tree,
    applyUpdates: optax.applyUpdates,
  };
  const subject = (
    id: string,
    { definition: { id: like, traits } }: {
      readonly definition: { readonly id: string; readonly traits: object };
    },
    { values, make, choices }: {
      readonly values: Values;
      readonly make: (values: Values) => JaxOptimizer;
      readonly choices?: Readonly<Record<string, string>>;
    },
  ): Subject =>
    jax(parts, {
      id: `optax.${id}`,
      like,
      traits,
      hyperparameters: values,
      choices,
      make: () => make(values),
      with: (changes) =>
        subject(id, { definition: { id: like, traits } }, {
          values: { ...values, ...changes },
          make,
          choices,
        }),
    });
  const adamOptions = (v: Values): AdamOptions => ({
    b1: v.beta1,
    b2: v.beta2,
    eps: v.epsilon,
    epsRoot: v.epsilonRoot,
  });
  const adamValues = {
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    epsilonRoot: 0,
  };
  const outside = { learningRatePlacement: "outside" };
  return [
    subject("sgd", gradientDescent, {
      values: { learningRate: 0.01 },
      make: (v) => optax.sgd(v.learningRate),
    }),
    ...[false, true].map((isNesterov) =>
      subject(
        isNesterov ? "sgd, nesterov" : "sgd, momentum",
        isNesterov ? nesterov : momentum,
        {
          values: { learningRate: 0.01, momentum: 0.9 },
          choices: outside,
          make: (v) =>
            optax.sgd(v.learningRate, {
              momentum: v.momentum,
              nesterov: isNesterov,
            }),
        },
      )
    ),
    subject("adam", adam, {
      values: adamValues,
      make: (v) => optax.adam(v.learningRate, adamOptions(v)),
    }),
    subject("adamw", adamw, {
      values: { ...adamValues, weightDecay: 1e-4 },
      choices: { weightDecayScale: "learning-rate" },
      make: (v) =>
        optax.adamw(v.learningRate, {
          ...adamOptions(v),
          weightDecay: v.weightDecay,
        }),
    }),
  ];
}
