import { assertEquals } from "@std/assert";
import {
  equal,
  greater,
  greaterEqual,
  isFinite,
  less,
  lessEqual,
  notEqual,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import { at, checkElements, slopes } from "./elementwise_support.ts";

/**
 * Each comparison with whether it holds where the left is less, where they are
 * equal, where the left is greater, and where they are unordered.
 */
const comparisons = [
  [equal, [0, 1, 0, 0]],
  [notEqual, [1, 0, 1, 1]],
  [less, [1, 0, 0, 0]],
  [lessEqual, [1, 1, 0, 0]],
  [greater, [0, 0, 1, 0]],
  [greaterEqual, [0, 1, 1, 0]],
] as const;

/** 0: less, 1: equal, 2: greater, 3: unordered, from the difference's sign. */
function order(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return 3;
  if (a === b) return 1;
  return Math.max(a, b) === b ? 0 : 2;
}

Deno.test("comparisons hold by order, in every dtype of numbers", () => {
  for (const [f, holds] of comparisons) {
    for (const dtype of ["float64", "float32", "int32", "uint32"] as const) {
      checkElements(f, (a, b) => holds[order(a, b)], dtype);
    }
  }
});

Deno.test("comparisons take the zeros as equal and NaN as unordered", () => {
  const a = tensor([0, -0, NaN, NaN, 1, Infinity]);
  const b = tensor([-0, 0, NaN, 1, NaN, Infinity]);
  for (const [f, [, tie, , unordered]] of comparisons) {
    const [t, u] = [tie === 1, unordered === 1];
    assertEquals(f(a, b).dtype, "bool");
    assertEquals(f(a, b).toArray(), [t, t, u, u, u, t], f.name);
  }
});

Deno.test("equal() and notEqual() compare booleans", () => {
  const a = tensor([true, true, false, false]);
  const b = tensor([true, false, true, false]);
  assertEquals(a.equal(b).toArray(), [true, false, false, true]);
  assertEquals(a.notEqual(b).toArray(), [false, true, true, false]);
  assertEquals(a.equal(false).toArray(), [false, false, true, true]);
});

Deno.test("comparisons have no derivative", () => {
  const step = (x: Tensor) => x.greater(1).cast("float64").mul(x);
  assertEquals(slopes(step, [0, 1, 2]), [0, 0, 1]);
});

Deno.test("isFinite() is false for NaN and the infinities alone", () => {
  const inputs = [
    0,
    -0,
    5e-324,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    Infinity,
    -Infinity,
    NaN,
  ];
  assertEquals(at(isFinite, inputs), [1, 1, 1, 1, 1, 0, 0, 0]);
  assertEquals(isFinite(tensor(inputs)).dtype, "bool");
  // float64's greatest is too great for float32.
  assertEquals(at(isFinite, inputs, "float32"), [1, 1, 1, 0, 0, 0, 0, 0]);
});
