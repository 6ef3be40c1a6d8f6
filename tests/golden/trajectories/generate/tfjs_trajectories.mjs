/**
 * Trajectories of TensorFlow.js's own optimizers, on its backend "cpu", which
 * rounds to float32 after every operation.
 *
 *     npm install @tensorflow/tfjs@4.22.0 && node tfjs_trajectories.mjs
 *
 * TensorFlow.js has no default learning rate (but for Adam): the cases named
 * "defaults" are given the rule's own. The centered RMSProp of 4.22.0 subtracts
 * ε under the root; what it does goes to a file of its own.
 */
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Packages are looked up from the folder the script is started in.
const tf = createRequire(join(process.cwd(), "x.js"))("@tensorflow/tfjs");
await tf.setBackend("cpu");

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
const problem = JSON.parse(readFileSync(join(folder, "problem.json"), "utf8"));
const names = Object.keys(problem.shapes);
const recorded = [1, 2, 3, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
const decay = 0.05;
let runs = 0;

function run(optimizer, rate) {
  const run = runs++;
  const shaped = (x, name) => tf.tensor([x].flat(9), problem.shapes[name]);
  const params = Object.fromEntries(
    names.map((name) => [
      name,
      tf.variable(shaped(problem.start[name], name), true, `${run}/${name}`),
    ]),
  );
  const points = [];
  problem.gradients.forEach((gradients, i) => {
    const t = i + 1;
    if (rate !== undefined) setRate(optimizer, rate / (1 + (t - 1) * decay));
    optimizer.applyGradients(
      names.map((name) => ({
        name: `${run}/${name}`,
        tensor: shaped(gradients[name], name),
      })),
    );
    if (recorded.includes(t)) {
      points.push(names.flatMap((name) => [...params[name].dataSync()]));
    }
  });
  return points;
}

function setRate(optimizer, rate) {
  if (optimizer.setLearningRate) optimizer.setLearningRate(rate);
  else optimizer.learningRate = rate;
}

function cases(rule, first, make, options) {
  const head = { rule, variant: "tfjs" };
  return [
    { ...head, name: "defaults", options: {}, points: run(first) },
    {
      ...head,
      name: "scheduled",
      options,
      schedule: { rate: 0.125, decay },
      points: run(make, 0.125),
    },
  ];
}

function write(file, cases) {
  const lines = cases.map(({ points, ...head }) =>
    `    ${JSON.stringify(head).slice(0, -1)}, "points": [\n      ` +
    points.map((point) => JSON.stringify(point)).join(",\n      ") +
    "\n    ]}"
  );
  const head = {
    library: "tfjs",
    version: tf.version.tfjs,
    dtype: "float32",
    recorded,
  };
  writeFileSync(
    join(folder, file),
    `${JSON.stringify(head).slice(0, -1)}, "cases": [\n${
      lines.join(",\n")
    }\n  ]}\n`,
  );
}

const { adagrad, adam, momentum, rmsprop } = tf.train;
write("tfjs.json", [
  ...cases("adagrad", adagrad(0.01), adagrad(0.125, 2), {
    initialAccumulator: 2,
  }),
  ...cases("momentum", momentum(0.01, 0.9), momentum(0.125, 0.75), {
    momentum: 0.75,
  }),
  ...cases(
    "nesterov",
    momentum(0.01, 0.9, true),
    momentum(0.125, 0.75, true),
    { momentum: 0.75 },
  ),
  ...cases("rmsprop", rmsprop(0.01), rmsprop(0.125, 0.75, 0, 0.25), {
    decay: 0.75,
    epsilon: 0.25,
  }),
  ...cases(
    "rmsprop-momentum",
    rmsprop(0.01, 0.9, 0.9),
    rmsprop(0.125, 0.75, 0.5, 0.25),
    { decay: 0.75, epsilon: 0.25, momentum: 0.5 },
  ),
  ...cases("adam", adam(), adam(0.125, 0.75, 0.875, 0.25), {
    beta1: 0.75,
    beta2: 0.875,
    epsilon: 0.25,
  }),
]);
write(
  "tfjs_centered.json",
  cases(
    "centered-rmsprop",
    rmsprop(0.01, 0.9, 0, null, true),
    rmsprop(0.125, 0.75, 0.5, 2 ** -10, true),
    { decay: 0.75, epsilon: 2 ** -10, momentum: 0.5 },
  ),
);
