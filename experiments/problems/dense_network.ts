import {
  type ActivationName,
  activations,
  crossEntropy,
  type Key,
  type Tensor,
  zeros,
} from "../../autodiff/mod.ts";
import { miniBatches } from "../../optimizers/mod.ts";
import type { Classified } from "../data/datasets.ts";
import {
  accuracy,
  checkAmount,
  checkSizes,
  firstSamples,
  type Samples,
  splitSamples,
} from "./classification.ts";
import { type ProductWith, productWith } from "./product_with.ts";
import type { Problem } from "./problem.ts";

/** One layer: outputs f(x·weights + bias). */
export interface DenseLayer {
  /** One column an output: shape [inputs, outputs]. */
  readonly weights: Tensor;
  /** One an output: shape [outputs]. */
  readonly bias: Tensor;
}

/** The layers of a network, from the input outwards. */
export type DenseNetworkParameters = readonly DenseLayer[];

/** What a dense network is fitted to, and its form. */
export interface DenseNetworkOptions {
  /** The name in tables. */
  readonly id: string;
  /** The samples. */
  readonly data: Classified;
  /** How many samples are trained on; the others are for the test. */
  readonly trainingSize: number;
  /** The widths of the hidden layers, from the input outwards. */
  readonly hidden: readonly number[];
  /** The activation of the hidden layers; the last layer gives logits. */
  readonly activation: ActivationName;
  /**
   * How weights start: `glorot`, uniform in ±√(6/(inputs + outputs)), or `he`,
   * normal with the standard deviation √(2/inputs).
   */
  readonly weights: "glorot" | "he";
  /** λ of the penalty λ/2·Σ‖weights‖² in the loss. */
  readonly penalty: number;
  /** How many samples a step learns from. Default: all that are trained on. */
  readonly batchSize?: number;
  /**
   * On how many of the training samples loss and training accuracy are
   * measured, where steps learn from batches. Default: all of them.
   */
  readonly measuredSize?: number;
  /**
   * What is made of the measurements: `standardised` by the training samples,
   * or `given` as they are. Default: `standardised`.
   */
  readonly scale?: "standardised" | "given";
  /** The dtype of measurements and parameters. Default: `float64`. */
  readonly dtype?: "float64" | "float32";
}

/**
 * Classes from measurements by layers of x ↦ f(x·weights + bias), the last one
 * without f.
 *
 * The loss is the mean cross-entropy over the training samples and a penalty
 * on the squared weights; with a `batchSize` each step learns from as many of
 * them, in an order drawn from the key of the seed's batches, anew each epoch.
 * Which samples are trained on is drawn once, from the problem's key; the
 * measurements are standardised by their mean and standard deviation. The
 * weights are a new draw a seed, the biases start from 0. The metrics are
 * `trainAccuracy` and `testAccuracy`: the fraction of samples whose class has
 * the greatest logit. With a `measuredSize` the loss on all of the data, and
 * `trainAccuracy`, are those on the first so many of the training samples: a
 * plain draw from them, the same for all seeds and optimizers.
 *
 * With no hidden layer it is softmax regression on mini-batches.
 *
 * @throws {RangeError} if `trainingSize` is not a whole number of at least 2
 * that leaves something to test, a width is not a whole number of at least 1,
 * `batchSize` or `measuredSize` is not one up to `trainingSize`, `measuredSize`
 * is given without a `batchSize`, or `penalty` is less than 0; from
 * `instance`, if a measurement is the same in all training samples.
 * @throws {TypeError} if there are not as many labels as samples, or for
 * another `activation`, `weights`, `scale` or `dtype`.
 * @see Glorot and Bengio (2010), Understanding the difficulty of training deep
 * feedforward neural networks, equation 16; He, Zhang, Ren, Sun (2015),
 * Delving deep into rectifiers, section 2.2.
 *
 * @example
 * ```ts
 * import { denseNetwork, key } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const problem = denseNetwork({
 *   id: "xor",
 *   data: {
 *     features: [[0, 0], [0, 1], [1, 0], [1, 1], [0.5, 0.5]],
 *     labels: [0, 1, 1, 0, 0],
 *     classes: ["same", "different"],
 *   },
 *   trainingSize: 4,
 *   hidden: [3],
 *   activation: "tanh",
 *   weights: "glorot",
 *   penalty: 0,
 * });
 * const keys = { problem: key(0), start: key(1), batches: key(2) };
 * const { start } = problem.instance(keys);
 * assertEquals(start.map(({ weights }) => weights.shape), [[2, 3], [3, 2]]);
 * ```
 */
export function denseNetwork(
  options: DenseNetworkOptions,
): Problem<DenseNetworkParameters> {
  const { id, data, trainingSize, hidden, activation, penalty } = options;
  const name = "denseNetwork";
  checkSizes(name, data, trainingSize);
  const { batchSize = trainingSize, measuredSize = trainingSize } = options;
  const { scale = "standardised", dtype = "float64" } = options;
  for (const width of hidden) checkCount("a width of hidden", width, Infinity);
  checkCount("batchSize", batchSize, trainingSize);
  const measurable = batchSize < trainingSize ? 1 : trainingSize;
  checkCount("measuredSize", measuredSize, trainingSize, measurable);
  checkAmount(name, "penalty", penalty);
  checkName("activation", activation, Object.keys(activations));
  checkName("weights", options.weights, ["glorot", "he"]);
  checkName("scale", scale, ["standardised", "given"]);
  checkName("dtype", dtype, ["float64", "float32"]);
  const widths = [data.features[0].length, ...hidden, data.classes.length];
  const logits = (layers: DenseNetworkParameters, { times }: Inputs) =>
    forward(layers, times, activation);
  const loss = (layers: DenseNetworkParameters, inputs: Inputs) => {
    const error = crossEntropy(logits(layers, inputs), inputs.labels);
    return penalty === 0 ? error : error.add(squares(layers).mul(penalty / 2));
  };
  const partsFor = rememberOne((key: Key) => {
    const form = { scale, dtype };
    const split = splitSamples(name, data, trainingSize, key, form);
    const { training, test } = split;
    // What is only measured takes no derivative.
    const inputs = batchSize < trainingSize ? measuredInputs : plainInputs;
    const measured = inputs(firstSamples(training, measuredSize));
    return { training, measured, test: inputs(test) };
  });
  return {
    id,
    revision: 1,
    description: `a network of widths ${widths.join("-")} with ${activation} ` +
      `on ${trainingSize} of ${data.labels.length} samples`,
    sharedLoss: true,
    size: sizeOf(widths),
    instance({ problem, start, batches }) {
      const { training, measured, test } = partsFor(problem);
      const right = (layers: DenseNetworkParameters, inputs: Inputs) =>
        accuracy(logits(layers, inputs), inputs.labels);
      return {
        start: startLayers(start, widths, options.weights, dtype),
        loss: (layers) => loss(layers, measured),
        batches: batchSize === trainingSize ? undefined : {
          at: miniBatches({
            key: batches,
            samples: trainingSize,
            size: batchSize,
          }),
          loss: (layers, batch) =>
            loss(
              layers,
              plainInputs({
                features: training.features.take(batch),
                labels: training.labels.take(batch),
              }),
            ),
        },
        metrics: (layers) => ({
          trainAccuracy: right(layers, measured),
          testAccuracy: right(layers, test),
        }),
      };
    },
  };
}

function checkCount(
  what: string,
  value: number,
  most: number,
  least = 1,
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Infinity ? "of at least 1" : `in [${least}, ${most}]`;
  throw new RangeError(
    `Cannot create denseNetwork: ${what} must be a whole number ${range}, ` +
      `current value is ${value}`,
  );
}

function checkName(
  what: string,
  value: string,
  known: readonly string[],
): void {
  if (known.includes(value)) return;
  throw new TypeError(
    `Cannot create denseNetwork: ${what} must be ${known.join(" or ")}, ` +
      `current value is ${value}`,
  );
}

/** Samples as the first layer takes them. */
interface Inputs {
  /** The measurements times the weights of a layer. */
  readonly times: ProductWith;
  readonly labels: Tensor;
}

function plainInputs({ features, labels }: Samples): Inputs {
  return { times: (weights) => features.matmul(weights), labels };
}

function measuredInputs({ features, labels }: Samples): Inputs {
  return { times: productWith(features), labels };
}

/** The logits: shape [samples, classes]. */
function forward(
  [first, ...others]: DenseNetworkParameters,
  times: ProductWith,
  activation: ActivationName,
): Tensor {
  const f = activations[activation].value;
  return others.reduce(
    (x, { weights, bias }) => f(x).matmul(weights).add(bias),
    times(first.weights).add(first.bias),
  );
}

/** Σ‖weights‖² over the layers, from the input outwards. */
function squares(layers: DenseNetworkParameters): Tensor {
  return layers.map(({ weights }) => weights.square().sum())
    .reduce((sum, each) => sum.add(each));
}

/** The layers before the first step. */
function startLayers(
  key: Key,
  widths: readonly number[],
  weights: DenseNetworkOptions["weights"],
  dtype: "float64" | "float32",
): DenseNetworkParameters {
  return widths.slice(1).map((outputs, i) => {
    const shape = [widths[i], outputs];
    const own = key.fold(`layer ${i + 1}`).fold("weights");
    return {
      weights: weights === "glorot"
        ? own.uniform(shape, { ...glorot(widths[i], outputs), dtype })
        : own.normal(shape, {
          standardDeviation: Math.sqrt(2 / widths[i]),
          dtype,
        }),
      bias: zeros([outputs], dtype),
    };
  });
}

/** ±√(6/(inputs + outputs)). */
function glorot(inputs: number, outputs: number) {
  const high = Math.sqrt(6 / (inputs + outputs));
  return { low: -high, high };
}

/** How many numbers the layers between widths have. */
function sizeOf(widths: readonly number[]): number {
  return widths.slice(1)
    .reduce((size, outputs, i) => size + (widths[i] + 1) * outputs, 0);
}

/** A function of a key that remembers what it gave for the last one. */
function rememberOne<T>(f: (key: Key) => T): (key: Key) => T {
  let last: { readonly bits: string; readonly value: T } | undefined;
  return (key) => {
    const bits = key.bits.toArray().toString();
    if (last?.bits !== bits) last = { bits, value: f(key) };
    return last.value;
  };
}
