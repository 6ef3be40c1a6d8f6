import { assertEquals, AssertionError, assertThrows } from "@std/assert";
import { assertSameBits, sameBits, ulpDistance } from "./bits.ts";

Deno.test("sameBits() counts NaN as one value and tells the zeros apart", () => {
  assertEquals(sameBits(NaN, -NaN), true);
  assertEquals(sameBits(0, -0), false);
  assertEquals(sameBits(1, 1 + Number.EPSILON), false);
});

Deno.test("assertSameBits() names the first place that differs", () => {
  assertSameBits(new Float64Array([NaN, -0]), new Float64Array([NaN, -0]));
  assertThrows(
    () => assertSameBits(new Float32Array([1, -0]), new Float32Array([1, 0])),
    AssertionError,
    "at 1, -0 for 0 (0 ulp apart)",
  );
});

Deno.test("assertSameBits() refuses other kinds and lengths", () => {
  const bad: [number | ArrayLike<number>, number | ArrayLike<number>][] = [
    [new Float32Array(2), new Float64Array(2)],
    [[1], [1, 2]],
    [1, [1]],
  ];
  for (const [actual, expected] of bad) {
    assertThrows(() => assertSameBits(actual, expected), AssertionError);
  }
});

Deno.test("ulpDistance() counts the steps between neighbours", () => {
  assertEquals(ulpDistance(1, 1 + Number.EPSILON), 1);
  assertEquals(ulpDistance(-Number.MIN_VALUE, Number.MIN_VALUE), 2);
  assertEquals(ulpDistance(0, -0), 0);
  assertEquals(ulpDistance(Number.MAX_VALUE, Infinity), 1);
  assertEquals(ulpDistance(NaN, NaN), 0);
  assertEquals(ulpDistance(NaN, 1), Infinity);
});
