/** The optimizers of TensorFlow.js, with what is claimed of them. */
import {
  type Subject,
  type Tensorflow,
  tensorflow,
  type TensorflowOptimizer,
  type TensorflowTensor,
  type WrapOptions,
} from "../../laws/mod.ts";
import { rules } from "../../mod.ts";

type Tensor = TensorflowTensor;
type Made = TensorflowOptimizer<Tensor>;

/** The module, as far as it is used here. */
interface Module extends Required<Tensorflow<Tensor>> {
  readonly version: { readonly "tfjs-core": string };
  setBackend(name: string): Promise<boolean>;
  readonly train: {
    sgd(rate: number): Made;
    momentum(rate: number, momentum: number, nesterov: boolean): Made;
    adagrad(rate: number, start: number): Made;
    adadelta(rate: number, decay: number, epsilon: number): Made;
    adam(rate: number, beta1: number, beta2: number, epsilon: number): Made;
    adamax(rate: number, beta1: number, beta2: number, epsilon: number): Made;
    rmsprop(
      rate: number,
      decay: number,
      momentum: number,
      epsilon: number,
      centered: boolean,
    ): Made;
  };
}

type Values = Readonly<Record<string, number>>;

/** An optimizer, and what its documentation says that it is. */
interface Claim extends Pick<WrapOptions, "like" | "choices" | "traits"> {
  readonly id: string;
  readonly values: Values;
  /** Hyperparameters that cannot be set. */
  readonly fixed?: readonly string[];
  readonly make: (values: Values) => Made;
}

/** The traits of Descent's rule of that name. */
function traitsOf(id: string): WrapOptions["traits"] {
  return rules.find((rule) => rule.id === id)!
    .definition.traits;
}

const inside = { epsilonPlacement: "inside" };

function claims({ train }: Module): Claim[] {
  const rmsprop = (like: string, momentum: Values): Claim => ({
    id: like === "rmsprop" ? "rmsprop" : `rmsprop (${like})`,
    like,
    traits: traitsOf(like),
    choices: inside,
    values: { learningRate: 0.01, decay: 0.9, ...momentum, epsilon: 1e-7 },
    make: (v) =>
      train.rmsprop(
        v.learningRate,
        v.decay,
        v.momentum ?? 0,
        v.epsilon,
        like === "centered-rmsprop",
      ),
  });
  const withInertia = (like: string): Claim => ({
    id: like,
    like,
    traits: traitsOf(like),
    choices: { learningRatePlacement: "outside" },
    values: { learningRate: 0.01, momentum: 0.9 },
    make: (v) =>
      train.momentum(v.learningRate, v.momentum, like === "nesterov"),
  });
  return [
    {
      id: "sgd",
      like: "gradient-descent",
      traits: traitsOf("gradient-descent"),
      values: { learningRate: 0.01 },
      make: (v) => train.sgd(v.learningRate),
    },
    withInertia("momentum"),
    withInertia("nesterov"),
    {
      id: "adagrad",
      like: "adagrad",
      traits: traitsOf("adagrad"),
      choices: inside,
      values: { learningRate: 0.01, initialAccumulator: 0.1, epsilon: 1e-7 },
      fixed: ["epsilon"],
      make: (v) => train.adagrad(v.learningRate, v.initialAccumulator),
    },
    rmsprop("rmsprop", {}),
    rmsprop("rmsprop-momentum", { momentum: 0.9 }),
    rmsprop("centered-rmsprop", { momentum: 0 }),
    {
      id: "adadelta",
      like: "adadelta",
      traits: traitsOf("adadelta"),
      values: { learningRate: 1, decay: 0.95, epsilon: 1e-7 },
      make: (v) => train.adadelta(v.learningRate, v.decay, v.epsilon),
    },
    {
      id: "adam",
      like: "adam",
      traits: traitsOf("adam"),
      values: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
      make: (v) => train.adam(v.learningRate, v.beta1, v.beta2, v.epsilon),
    },
    {
      id: "adamax",
      like: "adamax",
      traits: traitsOf("adamax"),
      choices: { epsilonPlacement: "outside" },
      values: { learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
      make: (v) => train.adamax(v.learningRate, v.beta1, v.beta2, v.epsilon),
    },
  ];
}

function subjectOf(
  tf: Module,
  { id, like, traits, choices, values, fixed = [], make }: Claim,
  unused: "given" | "left out",
): Subject {
  return tensorflow(tf, {
    id: `tf.train.${id}`,
    like,
    traits,
    choices,
    hyperparameters: values,
    unused,
    make: () => make(values),
    with: (changes) => {
      const name = fixed.find((each) =>
        each in changes && changes[each] !== values[each]
      );
      if (name !== undefined) {
        throw new RangeError(`${id} cannot be made with another ${name}`);
      }
      const changed = { ...values, ...changes };
      const claim = { id, like, traits, choices, values: changed, fixed, make };
      return subjectOf(tf, claim, unused);
    },
  });
}

/** TensorFlow.js's optimizers, in the two ways of handing over gradients. */
export async function tensorflowSubjects(version: string): Promise<{
  readonly given: readonly Subject[];
  readonly leftOut: readonly Subject[];
}> {
  const names = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-cpu"];
  const [tf] = await Promise.all(
    names.map((name) => import(`npm:${name}@${version}`)),
  ) as [Module, unknown];
  await tf.setBackend("cpu");
  const all = claims(tf);
  return {
    given: all.map((claim) => subjectOf(tf, claim, "given")),
    leftOut: all.map((claim) => subjectOf(tf, claim, "left out")),
  };
}
