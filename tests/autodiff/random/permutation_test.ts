import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  key,
  keyOf,
  type Tensor,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  assertPlausible,
  assertRejected,
  chiSquare,
  chiSquareTail,
} from "./statistics.ts";
import { blockOf, joined, seeds, STREAM } from "./words.ts";

Deno.test("permutation() sorts the indices by their blocks", () => {
  check(fc.property(seeds(), fc.nat(60), (seed, n) => {
    const own = key(seed);
    const blocks = Array.from(
      { length: n },
      (_, i) => joined(blockOf(own, i, STREAM.permutation)),
    );
    const order = blocks.map((_, i) => i)
      .sort((i, j) => blocks[i] < blocks[j] ? -1 : 1);
    const drawn = own.permutation(n);
    assertEquals([drawn.dtype, drawn.shape], ["int32", [n]]);
    assertSameBits(drawn.toTypedArray(), Int32Array.from(order));
  }));
});

// The blocks of indices 146 and 905 of this key have the same first word.
Deno.test("permutation() goes by the second word where the first is the same", () => {
  const [a, b] = [146, 905].map((i) =>
    blockOf(key(1977), i, STREAM.permutation)
  );
  assertEquals([a[0], a[1] > b[1]], [b[0], true]);
  const order = [...key(1977).permutation(906).toTypedArray()];
  assertEquals(order.indexOf(146), order.indexOf(905) + 1);
});

/** The permutations of 0 … n − 1 that `count` keys give, one after the other. */
function permutations(n: number, count: number): ArrayLike<number> {
  const all = Array.from({ length: count }, (_, i) => [0, i]);
  const draw = vmap((bits: Tensor) => keyOf(bits).permutation(n));
  return draw(tensor(all, "uint32")).toTypedArray();
}

/** The test that all orders of four are equally frequent. */
function ordersOfFour(drawn: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (let at = 0; at < drawn.length; at += 4) {
    const [a, b, c] = [drawn[at], drawn[at + 1], drawn[at + 2]];
    const order = 16 * a + 4 * b + c;
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  return chiSquare(
    Array.from({ length: 24 }, (_, i) => [...counts.values()][i] ?? 0),
  );
}

// 24,000 permutations, 23 degrees of freedom: rejected above 71, so with
// probability 0.999 where frequencies are off by 6.7 % (root mean square).
Deno.test("permutation() gives all 24 orders of four equally often", () => {
  const count = 24_000;
  assertPlausible(ordersOfFour(permutations(4, count)), "orders of four");

  const few: number[] = [];
  const swaps: number[] = [];
  for (let seed = 0; seed < count; seed++) {
    const words = [0, 1, 2, 3].map((i) => blockOf(key(seed), i, 0)[0]);
    few.push(
      ...[0, 1, 2, 3].sort((i, j) => (words[i] >>> 28) - (words[j] >>> 28)),
    );
    const shuffled = [0, 1, 2, 3];
    for (let i = 0; i < 4; i++) {
      const j = words[i] >>> 30;
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    swaps.push(...shuffled);
  }
  assertRejected(ordersOfFour(few), "draws of four bits, ties by index");
  assertRejected(ordersOfFour(swaps), "swaps of each place with any place");
});

// The 10 × 10 table of how often each element comes to each place. With row and
// column sums fixed, (n − 1)/n times its chi-square has (n − 1)² degrees of
// freedom. At 20,000 permutations it is rejected above 157, so with probability
// 0.999 where frequencies are off by 3 % (root mean square).
Deno.test("permutation() puts each of ten elements at each place equally often", () => {
  const [n, count] = [10, 20_000];
  const drawn = permutations(n, count);
  assertPlausible(places(drawn, n), "places of ten");
  const lazy = Array.from(drawn);
  for (let at = 0; at < lazy.length; at += 10 * n) {
    lazy.splice(at, n, ...Array.from({ length: n }, (_, i) => i));
  }
  assertRejected(places(lazy, n), "one in ten left in order");
});

function places(drawn: ArrayLike<number>, n: number): number {
  const table = new Float64Array(n * n);
  for (let at = 0; at < drawn.length; at++) table[n * (at % n) + drawn[at]]++;
  const expected = drawn.length / n / n;
  const x = table.reduce((x, count) => x + (count - expected) ** 2, 0);
  return chiSquareTail(x / expected * (n - 1) / n, (n - 1) ** 2);
}

Deno.test("permutation() refuses what is not a number of elements", () => {
  for (const n of [-1, 1.5, NaN, 2 ** 31]) {
    assertThrows(
      () => key(0).permutation(n),
      RangeError,
      `Cannot permutation: n must be an integer in [0, 2147483647], current ` +
        `value is ${n}`,
    );
  }
});

// These fix the numbers of every result: they must never change. They were
// computed from blocks of JAX, without this library.
Deno.test("permutation() has its order for ever", () => {
  assertEquals(key(0).permutation(10).toArray(), [
    3,
    1,
    4,
    2,
    8,
    0,
    5,
    9,
    7,
    6,
  ]);
  assertEquals(key(2 ** 53 - 1).permutation(5).toArray(), [1, 2, 0, 4, 3]);
});
