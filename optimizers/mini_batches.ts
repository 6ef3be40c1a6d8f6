import type { Key, Tensor } from "../autodiff/mod.ts";
import { checkOptionNames } from "../autodiff/check_names.ts";
import { describe } from "../autodiff/handle.ts";
import { suggest } from "../autodiff/suggest.ts";

/** The options of {@linkcode miniBatches}. */
export interface MiniBatchesOptions {
  /** What the order of the samples is drawn from. */
  readonly key: Key;
  /** n, the number of samples. */
  readonly samples: number;
  /** b, the number of samples in a batch. */
  readonly size: number;
  /**
   * What becomes of the last n mod b samples of an epoch: `drop` leaves them
   * out, `keep` makes a last, smaller batch of them. Default: `drop`.
   */
  readonly remainder?: "drop" | "keep";
}

/** Which samples each step learns from. */
export interface MiniBatches {
  /**
   * The indices of the samples of a step, 1 the first: an int32 tensor.
   *
   * @throws {RangeError} if `step` is not a whole number of at least 1.
   */
  (step: number): Tensor;
  /** How many steps an epoch has. */
  readonly stepsPerEpoch: number;
}

const greatest = 2147483647;

/**
 * Mini-batches: each epoch goes through the samples in a random order, so many
 * at a step. Each sample is in exactly one batch of an epoch, or, of those that
 * `remainder` drops, in none; which ones are dropped changes with the epoch.
 *
 * With B = ⌊n/b⌋ steps an epoch, rounded up where the remainder is kept, step t
 * is batch i = (t − 1) mod B, from 0, of epoch e = ⌊(t − 1)/B⌋ + 1, from 1: the
 * elements from i·b up to (i + 1)·b of `key.fold("epoch e").permutation(n)`,
 * such as `key.fold("epoch 1")`. So a batch depends on the key, the options and
 * the step alone: any can be asked for without those before it, and a run that
 * goes on from a saved state meets the batches it would have met. The function
 * remembers the order of one epoch, which no result tells.
 *
 * @throws {RangeError} unless `samples` is a whole number in [1, 2³¹ − 1] and
 * `size` one in [1, `samples`].
 * @throws {TypeError} for options that are no record, an unknown one, a `key`
 * that is none, or another `remainder`.
 *
 * @example A step learns from some of the samples.
 * ```ts
 * import {
 *   adagrad,
 *   key,
 *   miniBatches,
 *   minimize,
 *   type Tensor,
 *   tensor,
 * } from "@descent/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const x = tensor([-2, -1, 0, 1, 2, 3]);
 * const y = x.mul(3);
 * const batch = miniBatches({ key: key(7), samples: 6, size: 2 });
 * assertEquals(batch(1).shape, [2]);
 * assertEquals(batch.stepsPerEpoch, 3);
 *
 * const loss = (slope: Tensor, batch: Tensor) =>
 *   slope.mul(x.take(batch)).sub(y.take(batch)).square().mean();
 * const { params } = minimize(loss, tensor(0), adagrad({ learningRate: 1 }), {
 *   steps: 60,
 *   batch,
 * });
 * assertAlmostEquals(params.item(), 3, 1e-3);
 * ```
 */
export function miniBatches(options: MiniBatchesOptions): MiniBatches {
  const { key, samples, size, remainder } = checked(options);
  const whole = Math.floor(samples / size);
  const stepsPerEpoch = remainder === "keep" && samples % size > 0
    ? whole + 1
    : whole;
  let last: { readonly epoch: number; readonly order: Tensor } | undefined;

  const orderOf = (epoch: number): Tensor => {
    if (last?.epoch !== epoch) {
      const order = key.fold(`epoch ${epoch}`).permutation(samples);
      last = { epoch, order };
    }
    return last.order;
  };

  const batch = (step: number): Tensor => {
    if (!Number.isSafeInteger(step) || step < 1) {
      throw new RangeError(
        `Cannot miniBatches: step must be a whole number of at least 1, ` +
          `current value is ${describe(step)}`,
      );
    }
    const index = (step - 1) % stepsPerEpoch;
    const epoch = (step - 1 - index) / stepsPerEpoch + 1;
    const start = index * size;
    return orderOf(epoch).slice([start], [start + size]);
  };
  return Object.assign(batch, { stepsPerEpoch });
}

function checked(options: MiniBatchesOptions): Required<MiniBatchesOptions> {
  const cannot = "Cannot create miniBatches:";
  checkOptionNames("create miniBatches", options, [
    "key",
    "samples",
    "size",
    "remainder",
  ]);
  const { key, samples, size, remainder = "drop" } = options;
  if (typeof key?.fold !== "function") {
    throw new TypeError(
      `${cannot} key must be a key, as key(seed) makes it, current value is ` +
        describe(key),
    );
  }
  const counts = [["samples", samples, greatest], ["size", size, samples]];
  for (const [name, value, most] of counts as [string, number, number][]) {
    if (Number.isInteger(value) && value >= 1 && value <= most) continue;
    throw new RangeError(
      `${cannot} ${name} must be a whole number in [1, ${most}], ` +
        `current value is ${describe(value)}`,
    );
  }
  if (remainder !== "drop" && remainder !== "keep") {
    throw new TypeError(
      `${cannot} remainder cannot be ${describe(remainder)}` +
        suggest(String(remainder), ["drop", "keep"]),
    );
  }
  return { key, samples, size, remainder };
}
