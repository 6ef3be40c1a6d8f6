/** What the tests of schedules share. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  gradientDescent,
  scalar,
  type Schedule,
  type Tensor,
  tensor,
  vmap,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { real } from "../../support/real.ts";

/** The rate of step t. */
export function rateAt(schedule: Schedule, t: number): number {
  return schedule(scalar(t)).item();
}

/** The rates of the steps from 1 to n. */
export function ratesTo(schedule: Schedule, n: number): number[] {
  return Array.from({ length: n }, (_, i) => rateAt(schedule, i + 1));
}

/**
 * Checks that an optimizer reads the schedule from step 1 on, rounds a rate to
 * float32 where it meets float32 parameters and no sooner, and that a batch
 * of steps has the bits of each alone.
 */
export function assertUsable(schedule: Schedule, steps: number): void {
  const rates = ratesTo(schedule, steps);
  const optimizer = gradientDescent({ learningRate: schedule });
  const one = tensor([1], "float32");
  let state = optimizer.init(one);
  for (const rate of rates) {
    assertEquals(optimizer.learningRate(state).dtype, "float64");
    assertSameBits(optimizer.learningRate(state).item(), rate);
    // From w = 0 along g = 1 the step is the rate.
    const next = optimizer.update(one, state, one.sub(1));
    assertSameBits(next.params.toTypedArray()[0], 0 - Math.fround(rate));
    state = next.state;
  }
  const times = Float64Array.from(rates, (_, i) => i + 1);
  const together = vmap((t: Tensor) => schedule(t))(tensor(times));
  assertSameBits(together.toTypedArray(), Float64Array.from(rates));
}

/** Checks that wrong options are refused in these words. */
export function assertRefused(
  schedule: (options: never) => Schedule,
  cases: readonly [
    options: unknown,
    kind: typeof TypeError | typeof RangeError,
    message: string,
  ][],
): void {
  for (const [options, kind, message] of cases) {
    const error = assertThrows(() => schedule(options as never), kind);
    assertEquals(error.message, `Cannot create ${schedule.name}: ${message}`);
  }
}

/**
 * Checks that x is a^(n/s) within a relative error: exactly computed, x^s and
 * aⁿ differ by at most s times that.
 */
export function assertPower(
  x: number,
  [a, n, s]: readonly [a: number, n: number, s: number],
  relativeError: number,
): void {
  const [left, right] = [real(x), real(a)];
  let [p, q] = [left.significand ** BigInt(s), right.significand ** BigInt(n)];
  const shift = left.exponent * s - right.exponent * n;
  if (shift >= 0) p <<= BigInt(shift);
  else q <<= BigInt(-shift);
  const difference = p > q ? p - q : q - p;
  const units = Number((difference << 60n) / q) * 2 ** -60;
  // The next term of (1 + e)^s is far below a hundredth of s·e.
  const bound = 1.01 * s * relativeError;
  assert(units <= bound, `${x} for ${a}^(${n}/${s}): ${units} > ${bound}`);
}
