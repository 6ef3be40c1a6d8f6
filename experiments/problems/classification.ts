import { argmax, type Key, type Tensor, tensor } from "../../autodiff/mod.ts";
import { allocate } from "../../autodiff/dtypes.ts";
import { concrete } from "../../autodiff/graph.ts";
import { wrap } from "../../autodiff/tensor.ts";
import type { Classified } from "../data/datasets.ts";

/** Samples as tensors. */
export interface Samples {
  /** The measurements: shape [samples, features]. */
  readonly features: Tensor;
  /** The class of each sample: int32, shape [samples]. */
  readonly labels: Tensor;
}

/** Samples in two parts. */
export interface Split {
  /** What is trained on. */
  readonly training: Samples;
  /** What is not. */
  readonly test: Samples;
}

/**
 * Checks that there are as many labels as samples, and how many of them are to
 * be trained on; `name` is the problem's in the message.
 *
 * @throws {RangeError} if `trainingSize` is not a whole number of at least 2
 * that leaves something to test.
 * @throws {TypeError} if there are not as many labels as samples.
 */
export function checkSizes(
  name: string,
  { features, labels }: Classified,
  trainingSize: number,
): void {
  const size = features.length;
  if (labels.length !== size) {
    throw new TypeError(
      `Cannot create ${name}: ${size} samples must have as many labels, ` +
        `current number is ${labels.length}`,
    );
  }
  const fits = Number.isInteger(trainingSize) && trainingSize >= 2 &&
    trainingSize < size;
  if (fits) return;
  throw new RangeError(
    `Cannot create ${name}: trainingSize must be a whole number in ` +
      `[2, ${size - 1}], current value is ${trainingSize}`,
  );
}

/**
 * Checks an amount: a penalty, or the deviation of a start.
 *
 * @throws {RangeError} if it is less than 0 or not finite.
 */
export function checkAmount(name: string, option: string, value: number): void {
  if (value >= 0 && value < Infinity) return;
  throw new RangeError(
    `Cannot create ${name}: ${option} must be at least 0, ` +
      `current value is ${value}`,
  );
}

/** What is made of measurements. */
export interface Form {
  /**
   * `standardised`: less the mean, over the standard deviation of the training
   * samples; `given`: as they are.
   */
  readonly scale: "standardised" | "given";
  /** The dtype that they are rounded to in the end. */
  readonly dtype: "float64" | "float32";
}

/**
 * The samples in an order drawn from the key, cut in two, their measurements
 * standardised by the mean and standard deviation of the training part unless
 * they are to be as given.
 *
 * @throws {RangeError} if a measurement to standardise is the same in all
 * training samples.
 * @throws {TypeError} if not all samples have as many measurements.
 */
export function splitSamples(
  name: string,
  { features, labels }: Classified,
  trainingSize: number,
  key: Key,
  { scale, dtype }: Form = { scale: "standardised", dtype: "float64" },
): Split {
  const order = key.fold("split").permutation(labels.length);
  const [size, width] = [labels.length, features[0].length];
  const first = scale === "given" ? dtype : "float64";
  const shuffled = rowsOf(name, features, order.toTypedArray(), first);
  const classes = tensor([...labels], "int32").take(order);
  const training = shuffled.slice([0, 0], [trainingSize, width]);
  const scaled = scale === "given"
    ? (x: Tensor) => x
    : standardisedBy(name, training);
  const part = (from: number, to: number): Samples => ({
    features: scaled(shuffled.slice([from, 0], [to, width])).cast(dtype),
    labels: classes.slice([from], [to]),
  });
  return { training: part(0, trainingSize), test: part(trainingSize, size) };
}

/** The first so many of some samples. */
export function firstSamples(
  { features, labels }: Samples,
  count: number,
): Samples {
  const [, width] = features.shape;
  return {
    features: features.slice([0, 0], [count, width]),
    labels: labels.slice([0], [count]),
  };
}

/** Rows in an order, which may be very many: a matrix. */
function rowsOf(
  name: string,
  rows: readonly (readonly number[])[],
  order: ArrayLike<number>,
  dtype: Form["dtype"],
): Tensor {
  const width = rows[0].length;
  const data = allocate(dtype, order.length * width);
  Array.from(order, (index, i) => {
    const row = rows[index];
    if (row.length !== width) {
      throw new TypeError(
        `Cannot use the samples in ${name}: each must have ${width} ` +
          `measurements, as the first has; sample ${index + 1} has ` +
          row.length,
      );
    }
    data.set(row, i * width);
  });
  return wrap(concrete([order.length, width], dtype, data));
}

/** What standardises measurements as those of the training samples. */
function standardisedBy(
  name: string,
  training: Tensor,
): (x: Tensor) => Tensor {
  checkSpread(name, training);
  const mean = training.mean({ axis: 0 });
  const deviation = training.variance({ axis: 0 }).sqrt();
  return (x) => x.sub(mean).div(deviation);
}

function checkSpread(name: string, training: Tensor): void {
  const same = training.max({ axis: 0 }).equal(training.min({ axis: 0 }));
  const constant = same.toTypedArray().indexOf(1);
  if (constant < 0) return;
  throw new RangeError(
    `Cannot standardise measurement ${constant + 1} in ${name}: it must ` +
      `differ between training samples, it is the same in all ` +
      `${training.shape[0]}`,
  );
}

/**
 * The fraction of samples whose class has the greatest logit: a scalar.
 *
 * @param logits shape [samples, classes].
 * @param labels int32, shape [samples].
 */
export function accuracy(logits: Tensor, labels: Tensor): Tensor {
  return argmax(logits, { axis: 1 }).equal(labels).cast("float64").mean();
}
