import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { key } from "../../../autodiff/mod.ts";
import { check } from "../../support/property.ts";
import { assertPlausible, assertRejected, chiSquare } from "./statistics.ts";
import { seeds } from "./words.ts";

Deno.test("bernoulli() holds where uniform() is less than p", () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  check(fc.property(seeds(), p, (seed, p) => {
    const happens = key(seed).bernoulli(p, [4, 5]);
    assertEquals([happens.dtype, happens.shape], ["bool", [4, 5]]);
    const expected = key(seed).uniform([4, 5]).less(p);
    assertEquals(happens.toArray(), expected.toArray());
  }));
});

Deno.test("bernoulli() is strict at the number drawn", () => {
  const u = key(4).uniform([]).item();
  assertEquals(key(4).bernoulli(u, []).toArray(), false);
  assertEquals(key(4).bernoulli(u + 2 ** -53, []).toArray(), true);
});

Deno.test("bernoulli() is certain at 0 and 1", () => {
  const none = key(1).bernoulli(0, [1000]).cast("float64").sum().item();
  const all = key(1).bernoulli(1, [1000]).cast("float64").sum().item();
  assertEquals([none, all], [0, 1000]);
});

// At n = 10⁵ a true probability off by 7.98·√(p(1 − p)/n) (0.012 at p = 0.3) is
// rejected with probability 0.999.
Deno.test("bernoulli() happens with probability p", () => {
  for (const p of [0.001, 0.3, 0.5, 0.99]) {
    const happens = key(8).bernoulli(p, [100_000]).cast("float64").sum().item();
    const counts = [happens, 100_000 - happens];
    assertPlausible(chiSquare(counts, [p, 1 - p]), `p = ${p}`);
    const q = p + 0.02 * (p < 0.9 ? 1 : -1);
    assertRejected(chiSquare(counts, [q, 1 - q]), `p = ${p} taken for ${q}`);
  }
});

Deno.test("bernoulli() refuses what is no probability", () => {
  for (const p of [-0.1, 1.1, NaN]) {
    assertThrows(
      () => key(0).bernoulli(p, [1]),
      RangeError,
      `Cannot bernoulli: p must be in [0, 1], current value is ${p}`,
    );
  }
  assertThrows(() => key(0).bernoulli(0.5, [-1]), RangeError, "bernoulli");
});
