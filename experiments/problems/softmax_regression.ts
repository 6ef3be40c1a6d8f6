import {
  argmax,
  crossEntropy,
  type Key,
  type Tensor,
  tensor,
} from "../../autodiff/mod.ts";
import type { Classified } from "../data/datasets.ts";
import type { Problem } from "./problem.ts";

/** The parameters of a softmax regression. */
export interface SoftmaxRegressionParameters {
  /** One column a class: shape [features, classes]. */
  readonly weights: Tensor;
  /** One a class: shape [classes]. */
  readonly bias: Tensor;
}

/** What a softmax regression is fitted to and tested on. */
export interface SoftmaxRegressionOptions {
  /** The name in tables. */
  readonly id: string;
  /** The samples. */
  readonly data: Classified;
  /** How many samples are trained on; the others are for the test. */
  readonly trainingSize: number;
  /** The standard deviation of the weights at the start. */
  readonly startDeviation: number;
  /**
   * λ of the penalty λ/2·‖weights‖² in the loss. Greater than 0 it gives the
   * loss a minimum even where the training samples are separable.
   */
  readonly penalty: number;
}

/** Samples as tensors. */
interface Samples {
  readonly features: Tensor;
  readonly labels: Tensor;
}

/**
 * Softmax regression: classes from measurements by one linear layer.
 *
 * The loss is the mean cross-entropy over the training samples, all in each
 * step, and a penalty on the squared weights. Which samples these are is drawn
 * once, from the problem's key. The measurements are standardised by the mean
 * and standard deviation of the training samples. The weights start from a
 * normal distribution, a new draw a seed, the bias from 0. The metrics are
 * `trainAccuracy` and `testAccuracy`: the fraction of samples whose class has
 * the greatest logit.
 *
 * @throws {RangeError} if `trainingSize` is not a whole number of at least 2
 * that leaves something to test; from `instance`, if a measurement is the
 * same in all training samples, so that it cannot be standardised.
 * @throws {TypeError} if there are not as many labels as samples.
 *
 * @example
 * ```ts
 * import { key, softmaxRegression } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const problem = softmaxRegression({
 *   id: "signs",
 *   data: {
 *     features: [[-2], [-1], [1], [2]],
 *     labels: [0, 0, 1, 1],
 *     classes: ["negative", "positive"],
 *   },
 *   trainingSize: 3,
 *   startDeviation: 0.1,
 *   penalty: 0.01,
 * });
 * const keys = { problem: key(0), start: key(1) };
 * assertEquals(problem.instance(keys).start.weights.shape, [1, 2]);
 * ```
 */
export function softmaxRegression(
  options: SoftmaxRegressionOptions,
): Problem<SoftmaxRegressionParameters> {
  const { id, data, trainingSize, startDeviation, penalty } = options;
  const size = data.features.length;
  checkSizes(size, data.labels.length, trainingSize);
  return {
    id,
    revision: 1,
    description: `softmax regression on ${trainingSize} of ${size} samples`,
    instance({ problem, start }) {
      const { training, test } = split(data, trainingSize, problem);
      const [, width] = training.features.shape;
      const shape = [width, data.classes.length];
      return {
        start: {
          weights: start.fold("weights")
            .normal(shape, { standardDeviation: startDeviation }),
          bias: tensor(data.classes.map(() => 0)),
        },
        loss: (parameters) =>
          crossEntropy(logits(parameters, training), training.labels)
            .add(parameters.weights.square().sum().mul(penalty / 2)),
        metrics: (parameters) => ({
          trainAccuracy: accuracy(parameters, training),
          testAccuracy: accuracy(parameters, test),
        }),
      };
    },
  };
}

function checkSizes(size: number, labels: number, trainingSize: number): void {
  if (labels !== size) {
    throw new TypeError(
      `Cannot create softmaxRegression: ${size} samples must have as many ` +
        `labels, current number is ${labels}`,
    );
  }
  const fits = Number.isInteger(trainingSize) && trainingSize >= 2 &&
    trainingSize < size;
  if (fits) return;
  throw new RangeError(
    `Cannot create softmaxRegression: trainingSize must be a whole number in ` +
      `[2, ${size - 1}], current value is ${trainingSize}`,
  );
}

function logits(
  { weights, bias }: SoftmaxRegressionParameters,
  { features }: Samples,
): Tensor {
  return features.matmul(weights).add(bias);
}

function accuracy(
  parameters: SoftmaxRegressionParameters,
  samples: Samples,
): Tensor {
  const predicted = argmax(logits(parameters, samples), { axis: 1 });
  return predicted.equal(samples.labels).cast("float64").mean();
}

/** The samples in an order drawn from the key, cut in two. */
function split(
  { features, labels }: Classified,
  trainingSize: number,
  key: Key,
): { training: Samples; test: Samples } {
  const order = key.fold("split").permutation(labels.length);
  const [size, width] = [labels.length, features[0].length];
  const shuffled = tensor(features).take(order);
  const classes = tensor(labels, "int32").take(order);
  const training = shuffled.slice([0, 0], [trainingSize, width]);
  checkSpread(training);
  const mean = training.mean({ axis: 0 });
  const deviation = training.variance({ axis: 0 }).sqrt();
  const part = (from: number, to: number): Samples => ({
    features: shuffled.slice([from, 0], [to, width]).sub(mean).div(deviation),
    labels: classes.slice([from], [to]),
  });
  return { training: part(0, trainingSize), test: part(trainingSize, size) };
}

function checkSpread(training: Tensor): void {
  const same = training.max({ axis: 0 }).equal(training.min({ axis: 0 }));
  const constant = same.toTypedArray().indexOf(1);
  if (constant < 0) return;
  throw new RangeError(
    `Cannot standardise measurement ${constant + 1} in softmaxRegression: it ` +
      `must differ between training samples, it is the same in all ` +
      `${training.shape[0]}`,
  );
}
