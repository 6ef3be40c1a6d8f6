import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { spread } from "../../../experiments/lab/statistics.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, finiteDouble } from "../../support/property.ts";

/** Half a unit in the last place of 1. */
const u = 2 ** -53;

/** Whole numbers k, which stand for k / 2²⁰, so that all sums are exact. */
const sample = fc.array(
  fc.oneof(
    fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
    fc.integer({ min: 2 ** 40, max: 2 ** 40 + 3 }),
    fc.constantFrom(0, 1),
  ),
  { minLength: 1, maxLength: 20 },
);

const scaled = (whole: readonly number[]) => whole.map((k) => k / 2 ** 20);
const total = (terms: bigint[]) => terms.reduce((sum, term) => sum + term, 0n);

/** The rounding error of a mean of n terms: n − 1 additions and a division. */
const meanError = (numbers: readonly number[]) =>
  2 * u * numbers.reduce((sum, x) => sum + Math.abs(x), 0);

Deno.test("spread() has the mean of exact arithmetic but for rounding", () => {
  check(
    fc.property(sample, (whole) => {
      const numbers = scaled(whole);
      const sum = total(whole.map(BigInt));
      const exact = Number(sum) / 2 ** 20 / whole.length; // |sum| < 2⁴⁵
      const error = Math.abs(spread(numbers).mean - exact);
      assert(error <= meanError(numbers) + 2 * u * Math.abs(exact));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("spread() has the deviation of exact arithmetic, n − 1 in the denominator", () => {
  check(
    fc.property(sample.filter((whole) => whole.length > 1), (whole) => {
      const n = whole.length;
      const numbers = scaled(whole);
      const k = whole.map(BigInt);
      const squares = BigInt(n) * total(k.map((x) => x * x)) - total(k) ** 2n;
      const exact = Number(squares) / (n * (n - 1)) / 2 ** 40;
      const { deviation } = spread(numbers);
      // A mean that is off by δ adds n/(n−1)·δ² ≤ 2δ² to the variance. Each
      // of its n terms has a difference and a square; n − 1 sums, a division,
      // the root and the square of it here, and the reference's own follow.
      const offset = 2 * meanError(numbers) ** 2;
      const error = Math.abs(deviation ** 2 - exact);
      assert(error <= (n + 12) * u * (exact + offset) + offset);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("spread() has the least, the median and the greatest number", () => {
  check(
    fc.property(sample, (whole) => {
      const numbers = scaled(whole);
      const inOrder = numbers.toSorted((a, b) => a - b);
      const { count, least, median, greatest } = spread(numbers);
      assertEquals([count, least, greatest], [
        numbers.length,
        Math.min(...numbers),
        Math.max(...numbers),
      ]);
      const n = inOrder.length;
      const middle = n % 2 === 1
        ? inOrder[(n - 1) / 2]
        : (inOrder[n / 2 - 1] + inOrder[n / 2]) / 2;
      assertEquals(median, middle);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("spread() of an even count takes the mean of the two in the middle", () => {
  assertEquals(spread([9, 1, 4, 2]).median, 3);
  assertEquals(spread([10, 9]).median, 9.5);
});

Deno.test("spread() of a median does not overflow or underflow", () => {
  check(
    fc.property(finiteDouble(), finiteDouble(), (x, y) => {
      assertSameBits(spread([x]).median, x);
      const { least, median, greatest } = spread([x, y]);
      assert(least <= median && median <= greatest);
    }),
    { numRuns: 1000, examples: [[1.5e308, 1.7e308], [5e-324, 5e-324]] },
  );
});

Deno.test("spread() of equal numbers has the deviation 0", () => {
  check(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 2, max: 20 }),
      (x, n) => assertSameBits(spread(Array(n).fill(x)).deviation, 0),
    ),
    { examples: [[0.1, 3], [0.9555555555555556, 5]] },
  );
});

Deno.test("spread() does not change its argument", () => {
  const numbers = [3, 1, 2];
  spread(numbers);
  assertEquals(numbers, [3, 1, 2]);
});

const parts = ["mean", "deviation", "least", "median", "greatest"] as const;

Deno.test("spread() of nothing is NaN", () => {
  const { count, ...rest } = spread([]);
  assertEquals(count, 0);
  assertEquals(Object.keys(rest), [...parts]);
  for (const part of parts) assertSameBits(rest[part], NaN);
});

Deno.test("spread() of one number has no deviation", () => {
  const { deviation, ...rest } = spread([0.1]);
  assertSameBits(deviation, NaN);
  const x = 0.1;
  assertEquals(rest, { count: 1, mean: x, least: x, median: x, greatest: x });
});

Deno.test("spread() with a NaN in it is NaN", () => {
  for (const numbers of [[NaN], [1, NaN, 2], [3, 2, 1, NaN]]) {
    const result = spread(numbers);
    assertEquals(result.count, numbers.length);
    for (const part of parts) assertSameBits(result[part], NaN);
  }
});

Deno.test("spread() of infinite numbers keeps their order", () => {
  const { least, median, greatest } = spread([Infinity, 1, -Infinity]);
  assertEquals([least, median, greatest], [-Infinity, 1, Infinity]);
});
