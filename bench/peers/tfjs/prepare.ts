import {
  productData,
  rosenbrockData,
  sample,
  trainingData,
  updateData,
} from "../../workloads/data.ts";
import type {
  Product,
  Rosenbrock,
  RuleSpec,
  Training,
  Update,
} from "../../workloads/workload.ts";
import type { Prepare, Ready } from "../contestant.ts";
import type { Optimizer, Tensor, Tensorflow, Variable } from "./module.ts";

const formulas = ["sgd", "momentum", "adam"];

/** TensorFlow.js, as its guides use it. */
export function prepareWith(tf: Tensorflow): Prepare {
  return (workload) => {
    if (workload.dtype !== "float32") return "TensorFlow.js has float32 alone";
    if (workload.kind === "product") return product(tf, workload);
    if (!formulas.includes(workload.rule.name)) {
      return `TensorFlow.js has another formula for ${workload.rule.name}`;
    }
    switch (workload.kind) {
      case "training":
        return training(tf, workload);
      case "update":
        return update(tf, workload);
      case "rosenbrock":
        return rosenbrock(tf, workload);
    }
  };
}

function optimizerOf({ train }: Tensorflow, rule: RuleSpec): Optimizer {
  switch (rule.name) {
    case "sgd":
      return train.sgd(rule.learningRate);
    case "momentum":
      return train.momentum(rule.learningRate, rule.momentum);
    case "adam":
      return train.adam(
        rule.learningRate,
        rule.beta1,
        rule.beta2,
        rule.epsilon,
      );
    default:
      throw new TypeError(rule.name);
  }
}

let count = 0;

/** Runs from the same start with a new optimizer each time. */
function stepped(
  tf: Tensorflow,
  rule: RuleSpec,
  { start, step }: {
    readonly start: readonly Tensor[];
    /** One step; keeps nothing but the variables. */
    step(variables: readonly Variable[], optimizer: Optimizer): void;
  },
): { readonly variables: readonly Variable[]; run(steps: number): void } {
  const variables = start.map((value) =>
    tf.variable(value, true, `variable ${count++}`)
  );
  return {
    variables,
    run(steps) {
      variables.forEach((variable, i) => variable.assign(start[i]));
      const optimizer = optimizerOf(tf, rule);
      for (let i = 0; i < steps; i++) step(variables, optimizer);
      optimizer.dispose();
      variables[0].dataSync();
    },
  };
}

function training(tf: Tensorflow, spec: Training): Ready {
  const { layers, batch, activation } = spec;
  const data = trainingData(spec);
  const outputs = layers[layers.length - 1];
  const x = tf.tensor(new Float32Array(data.x), [batch, layers[0]]);
  const y = spec.loss === "squares"
    ? tf.tensor(new Float32Array(data.y), [batch, outputs])
    : tf.cast(
      tf.oneHot(tf.tensor(new Int32Array(data.y), [batch]), outputs),
      "float32",
    );
  const start = data.weights.flatMap((weights, i) => [
    tf.tensor(new Float32Array(weights), [layers[i], layers[i + 1]]),
    tf.tensor(new Float32Array(layers[i + 1]), [layers[i + 1]]),
  ]);
  let loss: Tensor | undefined;
  const lossOf = (variables: readonly Variable[]) => {
    let z = x;
    for (let i = 0; i < variables.length; i += 2) {
      z = tf.add(tf.matMul(z, variables[i]), variables[i + 1]);
      if (i + 2 < variables.length) z = tf[activation](z);
    }
    return spec.loss === "squares"
      ? tf.mean(tf.square(tf.sub(z, y)))
      : tf.losses.softmaxCrossEntropy(y, z);
  };
  const { run } = stepped(tf, spec.rule, {
    start,
    step(variables, optimizer) {
      loss?.dispose();
      loss = optimizer.minimize(() => lossOf(variables), true)!;
    },
  });
  return { run, result: () => [loss!.dataSync()[0]] };
}

function update(tf: Tensorflow, { size, rule }: Update): Ready {
  const data = updateData(size);
  const g = tf.tensor(new Float32Array(data.g), [size]);
  const { run, variables } = stepped(tf, rule, {
    start: [tf.tensor(new Float32Array(data.w), [size])],
    step([w], optimizer) {
      const { name } = w as unknown as { readonly name: string };
      optimizer.applyGradients({ [name]: g });
    },
  });
  return { run, result: () => sample(variables[0].dataSync()) };
}

function rosenbrock(tf: Tensorflow, spec: Rosenbrock): Ready {
  const data = rosenbrockData(spec);
  const [one, hundred] = [tf.scalar(1), tf.scalar(100)];
  const lossOf = ([x, y]: readonly Variable[]) => {
    const above = tf.square(tf.sub(y, tf.square(x)));
    return tf.sum(tf.add(tf.square(tf.sub(one, x)), tf.mul(hundred, above)));
  };
  const { run, variables } = stepped(tf, spec.rule, {
    start: [data.x, data.y].map((part) =>
      tf.tensor(new Float32Array(part), [spec.runs])
    ),
    step(variables, optimizer) {
      optimizer.minimize(() => lossOf(variables), false);
    },
  });
  return { run, result: () => variables.flatMap((v) => sample(v.dataSync())) };
}

function product(tf: Tensorflow, { size }: Product): Ready {
  const data = productData(size);
  const [a, b] = [data.a, data.b].map((part) =>
    tf.tensor(new Float32Array(part), [size, size])
  );
  let c = tf.matMul(a, b);
  return {
    run(steps) {
      for (let i = 0; i < steps; i++) {
        c.dispose();
        c = tf.matMul(a, b);
      }
      c.dataSync();
    },
    result: () => sample(c.dataSync()),
  };
}
