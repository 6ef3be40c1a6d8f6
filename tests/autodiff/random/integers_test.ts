import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { type Key, key } from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { assertPlausible, assertRejected, chiSquare } from "./statistics.ts";
import { blockOf, seeds, STREAM } from "./words.ts";

const bound = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
  fc.integer({ min: -10, max: 10 }),
  fc.constantFrom(-(2 ** 31), 2 ** 31),
);
const interval = fc.uniqueArray(bound, { minLength: 2, maxLength: 2 }).map(
  (bounds) => bounds.sort((a, b) => a - b),
);

/** As documented, in integers of any size. */
function expected(own: Key, i: number, low: number, high: number): number {
  const r = BigInt(high) - BigInt(low);
  for (let block = 0;; block++) {
    for (const w of blockOf(own, i, STREAM.integers + block).map(BigInt)) {
      if (w < 2n ** 32n / r * r) return Number(BigInt(low) + w % r);
    }
  }
}

Deno.test("integers() is low + (w mod r) for the first unbiased word w", () => {
  check(
    fc.property(seeds(), interval, (seed, [low, high]) => {
      const own = key(seed);
      const x = own.integers(low, high, [5, 4]);
      assertEquals([x.dtype, x.shape], ["int32", [5, 4]]);
      const right = Int32Array.from(
        { length: 20 },
        (_, i) => expected(own, i, low, high),
      );
      assertSameBits(x.toTypedArray(), right);
      assert(right.every((x) => x >= low && x < high));
    }),
    {
      numRuns: 300,
      // The first rejects half of all words, the last takes all of them.
      examples: [[0, [-(2 ** 30), 2 ** 30 + 1]], [0, [-(2 ** 31), 2 ** 31]]],
    },
  );
});

// With a range of w > 2³¹ values, the words from w on are the rejected ones.
Deno.test("integers() takes the greatest unbiased word and not the next one", () => {
  const own = key(1);
  const [w, second] = blockOf(own, 0, STREAM.integers);
  const low = -(2 ** 31);
  assert(w > 2 ** 31 && second < w);
  assertEquals(own.integers(low, low + w, [1]).toArray(), [low + second]);
  assertEquals(own.integers(low, low + w + 1, [1]).toArray(), [low + w]);
});

Deno.test("integers() of fewer elements is the beginning of that of more", () => {
  check(fc.property(
    seeds(),
    interval,
    fc.nat(20),
    fc.nat(20),
    (seed, [low, high], n, more) => {
      const long = key(seed).integers(low, high, [n + more]).toTypedArray();
      const short = key(seed).integers(low, high, [n]).toTypedArray();
      assertSameBits(short, long.slice(0, n));
    },
  ));
});

// 10 values, n = 10⁵: rejected above 45, so with probability 0.999 where one of
// them is 9 % too frequent. Without rejecting words, the first of the three
// thirds of 3·2³⁰ values would come up half of the time.
Deno.test("integers() are all equally likely", () => {
  const n = 100_000;
  const counts = new Float64Array(10);
  for (const x of key(1).integers(-5, 5, [n]).toTypedArray()) counts[x + 5]++;
  assertPlausible(chiSquare(counts), "10 values");
  counts[3] *= 1.1;
  assertRejected(chiSquare(counts), "one too frequent");

  const third = 2 ** 30;
  const thirds = new Float64Array(3);
  const drawn = key(2).integers(-(2 ** 31), third, [n]).toTypedArray();
  for (const x of drawn) thirds[Math.floor((x + 2 ** 31) / third)]++;
  assertPlausible(chiSquare(thirds), "three thirds");

  const modulo = new Float64Array(3);
  for (const x of key(2).integers(-(2 ** 31), 2 ** 31, [n]).toTypedArray()) {
    modulo[Math.floor(((x + 2 ** 31) % (3 * third)) / third)]++;
  }
  assertRejected(chiSquare(modulo), "the remainder of every word");
});

Deno.test("integers() refuses empty and impossible ranges", () => {
  const wrong: [number, number, string][] = [
    [0, 0, "high must be an integer in [1, 2147483648], current value is 0"],
    [3, 2, "high must be an integer in [4, 2147483648], current value is 2"],
    [0, 2 ** 31 + 1, "high must be an integer in [1, 2147483648]"],
    [-(2 ** 31) - 1, 0, "low must be an integer in [-2147483648, 2147483647]"],
    [2 ** 31, 2 ** 31, "low must be an integer"],
    [0.5, 2, "low must be an integer"],
    [0, NaN, "high must be an integer"],
  ];
  for (const [low, high, message] of wrong) {
    assertThrows(
      () => key(0).integers(low, high, [1]),
      RangeError,
      `Cannot integers: ${message}`,
    );
  }
  assertThrows(() => key(0).integers(0, 1, [-1]), RangeError, "integers");
});

// These fix the numbers of every result: they must never change. They were
// computed from blocks of JAX, without this library.
Deno.test("integers() has its bits for ever", () => {
  assertEquals(key(0).integers(-5, 5, [8]).toArray(), [
    -5,
    -3,
    0,
    -3,
    -5,
    1,
    1,
    -4,
  ]);
  const wide = key(0).integers(-(2 ** 30), 2 ** 30 + 1, [3]).toArray();
  assertEquals(wide, [281421982, 1070307748, -196217887]);
});
