import { assertEquals, assertThrows } from "@std/assert";
import {
  clip,
  maximum,
  minimum,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { at, checkElements, partials, slopes } from "./elementwise_support.ts";

/** The greater of two numbers by comparisons alone. */
function greaterOf(a: number, b: number): number {
  if (a !== a || b !== b) return NaN;
  if (a === 0 && b === 0) return Object.is(a, 0) ? a : b;
  return a > b ? a : b;
}

const lesserOf = (a: number, b: number) => -greaterOf(-a, -b);
const dtypes = ["float64", "float32", "int32", "uint32"] as const;

Deno.test("maximum() is the greater, NaN if either is, +0 above -0", () => {
  for (const dtype of dtypes) {
    checkElements((a, b) => a.maximum(b), greaterOf, dtype);
  }
  const a = tensor([-0, 0, NaN, 1, NaN, -Infinity]);
  const b = tensor([0, -0, 1, NaN, NaN, -5]);
  assertSameBits([...a.maximum(b).toTypedArray()], [0, 0, NaN, NaN, NaN, -5]);
});

Deno.test("minimum() is the lesser, NaN if either is, -0 below +0", () => {
  for (const dtype of dtypes) {
    checkElements((a, b) => a.minimum(b), lesserOf, dtype);
  }
  const a = tensor([-0, 0, NaN, 1, NaN, -Infinity]);
  const b = tensor([0, -0, 1, NaN, NaN, -5]);
  assertSameBits([...a.minimum(b).toTypedArray()], [
    -0,
    -0,
    NaN,
    NaN,
    NaN,
    -Infinity,
  ]);
});

Deno.test("maximum() and minimum() pass the derivative to the chosen one", () => {
  const [a, b] = [[1, 5, -2], [3, 2, -7]];
  assertSameBits(partials(maximum, a, b, 3)[0], [0, 3, 3]);
  assertSameBits(partials(maximum, a, b, 3)[1], [3, 0, 0]);
  assertSameBits(partials(minimum, a, b, 3)[0], [3, 0, 0]);
  assertSameBits(partials(minimum, a, b, 3)[1], [0, 3, 3]);
});

Deno.test("maximum() and minimum() share the derivative equally on ties", () => {
  const [a, b] = [[2, 0, -0, Infinity], [2, -0, 0, Infinity]];
  for (const f of [maximum, minimum]) {
    assertSameBits(partials(f, a, b, 3)[0], [1.5, 1.5, 1.5, 1.5]);
    assertSameBits(partials(f, a, b, 3)[1], [1.5, 1.5, 1.5, 1.5]);
  }
  assertSameBits(slopes((x) => x.maximum(x), [2], 3), [3]);
});

Deno.test("maximum() and minimum() pass nothing where one is NaN", () => {
  for (const f of [maximum, minimum]) {
    assertSameBits(partials(f, [NaN, 1], [1, NaN])[0], [0, 0]);
    assertSameBits(partials(f, [NaN, 1], [1, NaN])[1], [0, 0]);
  }
});

Deno.test("clip() is minimum(maximum(x, low), high) bit for bit", () => {
  for (const dtype of dtypes) {
    checkElements(
      (x, low, high) => x.clip(low, high),
      (x, low, high) => lesserOf(greaterOf(x, low), high),
      dtype,
    );
  }
});

Deno.test("clip() keeps x between plain numbers and passes NaN", () => {
  const clipped = (low: number, high: number) =>
    at((x) => x.clip(low, high), [-5, -0, 0, 0.5, 5, NaN]);
  assertSameBits(clipped(-1, 1), [-1, -0, 0, 0.5, 1, NaN]);
  assertSameBits(clipped(0, 1), [0, 0, 0, 0.5, 1, NaN]);
  assertSameBits(clipped(-Infinity, Infinity), [-5, -0, 0, 0.5, 5, NaN]);
  assertSameBits(clipped(NaN, 1), [NaN, NaN, NaN, NaN, NaN, NaN]);
  assertSameBits(clipped(-1, NaN), [NaN, NaN, NaN, NaN, NaN, NaN]);
});

Deno.test("clip() has derivative 1 inside, 0 outside, a half at a bound", () => {
  const f = (x: Tensor) => x.clip(-1, 1);
  assertEquals(slopes(f, [-2, -1, 0, 1, 2], 6), [0, 3, 6, 3, 0]);
});

Deno.test("clip() passes the derivative to the bound that holds", () => {
  const x = tensor([-5, 0, 5]);
  const byLow = (low: Tensor) => clip(x, low, 1);
  const byHigh = (high: Tensor) => clip(x, -1, high);
  assertEquals(slopes(byLow, [-1, -1, -1], 6), [6, 0, 0]);
  assertEquals(slopes(byHigh, [1, 1, 1], 6), [0, 0, 6]);
});

Deno.test("clip() refuses crossing bounds, shapes that don't fit, and bool", () => {
  assertThrows(
    () => tensor([1]).clip(2, 1),
    RangeError,
    "Cannot clip: low must be at most high, current values are 2 and 1",
  );
  assertThrows(
    () => tensor([1, 2]).clip(tensor([1, 2, 3]), 5),
    TypeError,
    "Cannot clip: shapes [2] and [3] and [] do not broadcast",
  );
  assertThrows(
    () => tensor([1]).clip(0, tensor([1], "float32")),
    TypeError,
    "Cannot clip: dtypes float64 and float32 do not mix",
  );
  assertThrows(
    () => tensor([true]).clip(false, true),
    TypeError,
    "Cannot clip: dtype must be float64, float32, int32 or uint32",
  );
});
