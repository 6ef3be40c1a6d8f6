import { crossEntropy, type Tensor, tensor } from "../../autodiff/mod.ts";
import type { Classified } from "../data/datasets.ts";
import {
  accuracy,
  checkAmount,
  checkSizes,
  type Samples,
  splitSamples,
} from "./classification.ts";
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
 * that leaves something to test, or `startDeviation` or `penalty` is less than
 * 0; from `instance`, if a measurement is the same in all training samples, so
 * that it cannot be standardised.
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
 * const keys = { problem: key(0), start: key(1), batches: key(2) };
 * assertEquals(problem.instance(keys).start.weights.shape, [1, 2]);
 * ```
 */
export function softmaxRegression(
  options: SoftmaxRegressionOptions,
): Problem<SoftmaxRegressionParameters> {
  const { id, data, trainingSize, startDeviation, penalty } = options;
  const name = "softmaxRegression";
  checkSizes(name, data, trainingSize);
  checkAmount(name, "startDeviation", startDeviation);
  checkAmount(name, "penalty", penalty);
  return {
    id,
    revision: 1,
    description:
      `softmax regression on ${trainingSize} of ${data.labels.length} samples`,
    sharedLoss: true,
    instance({ problem, start }) {
      const { training, test } = splitSamples(
        name,
        data,
        trainingSize,
        problem,
      );
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
          trainAccuracy: accuracy(
            logits(parameters, training),
            training.labels,
          ),
          testAccuracy: accuracy(logits(parameters, test), test.labels),
        }),
      };
    },
  };
}

function logits(
  { weights, bias }: SoftmaxRegressionParameters,
  { features }: Samples,
): Tensor {
  return features.matmul(weights).add(bias);
}
