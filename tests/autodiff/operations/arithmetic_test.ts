import { assertEquals } from "@std/assert";
import { tensor } from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import {
  at,
  checkElements,
  derivative,
  partials,
  slopes,
} from "./elementwise_support.ts";

/** The int32 or uint32 that an integer wraps to. */
function wrapped(dtype: "int32" | "uint32", integer: bigint): number {
  return Number(
    dtype === "int32"
      ? BigInt.asIntN(32, integer)
      : BigInt.asUintN(32, integer),
  );
}

Deno.test("add() is the rounded sum in float64 and float32", () => {
  for (const dtype of ["float64", "float32"] as const) {
    checkElements((a, b) => a.add(b), (a, b) => a + b, dtype);
  }
});

Deno.test("subtract() is the rounded difference in float64 and float32", () => {
  for (const dtype of ["float64", "float32"] as const) {
    checkElements((a, b) => a.sub(b), (a, b) => a - b, dtype);
  }
});

Deno.test("multiply() is the rounded product in float64 and float32", () => {
  for (const dtype of ["float64", "float32"] as const) {
    checkElements((a, b) => a.mul(b), (a, b) => a * b, dtype);
  }
});

Deno.test("add(), subtract(), multiply(), square() wrap integers", () => {
  for (const dtype of ["int32", "uint32"] as const) {
    const wrap = (integer: bigint) => wrapped(dtype, integer);
    checkElements(
      (a, b) => a.add(b),
      (a, b) => wrap(BigInt(a) + BigInt(b)),
      dtype,
    );
    checkElements(
      (a, b) => a.sub(b),
      (a, b) => wrap(BigInt(a) - BigInt(b)),
      dtype,
    );
    checkElements(
      (a, b) => a.mul(b),
      (a, b) => wrap(BigInt(a) * BigInt(b)),
      dtype,
    );
    checkElements(
      (x) => x.square(),
      (x) => wrap(BigInt(x) * BigInt(x)),
      dtype,
    );
  }
});

Deno.test("add() and subtract() keep the zeros of IEEE 754", () => {
  const [zero, minus] = [tensor([0, -0]), tensor([-0, -0])];
  assertSameBits([...zero.add(minus).toTypedArray()], [0, -0]);
  assertSameBits([...zero.sub(minus).toTypedArray()], [0, 0]);
  assertSameBits(at((x) => x.sub(x), [Infinity, 1]), [NaN, 0]);
});

Deno.test("square() is the rounded product with itself", () => {
  for (const dtype of ["float64", "float32"] as const) {
    checkElements((x) => x.square(), (x) => x * x, dtype);
  }
  assertSameBits(at((x) => x.square(), [-0, -Infinity, 1e-200]), [
    0,
    Infinity,
    0,
  ]);
});

Deno.test("neg() turns the sign, of zeros and infinities too", () => {
  for (const dtype of ["float64", "float32"] as const) {
    checkElements((x) => x.neg(), (x) => x * -1, dtype);
  }
  checkElements((x) => x.neg(), (x) => wrapped("int32", -BigInt(x)), "int32");
  assertSameBits(at((x) => x.neg(), [0, -0, -Infinity, NaN]), [
    -0,
    0,
    Infinity,
    NaN,
  ]);
  assertSameBits(at((x) => x.neg(), [-2147483648, 0], "int32"), [
    -2147483648,
    0,
  ]);
});

Deno.test("add(), subtract(), multiply() have their partial derivatives", () => {
  assertEquals(partials((a, b) => a.add(b), [2, 3], [5, 7], 3), [
    [3, 3],
    [3, 3],
  ]);
  assertEquals(partials((a, b) => a.sub(b), [2, 3], [5, 7], 3), [
    [3, 3],
    [-3, -3],
  ]);
  assertEquals(partials((a, b) => a.mul(b), [2, 3], [5, 7], 3), [
    [15, 21],
    [6, 9],
  ]);
});

Deno.test("neg() and square() have their derivatives, of second order too", () => {
  assertEquals(slopes((x) => x.neg(), [2, -3], 5), [-5, -5]);
  assertEquals(slopes((x) => x.square(), [2, -3, 0], 5), [20, -30, 0]);
  const slope = derivative((x) => x.square());
  assertEquals(slopes(slope, [2, -3, 0], 5), [10, 10, 10]);
});

Deno.test("an operand used on both sides gets both derivatives", () => {
  assertEquals(slopes((x) => x.mul(x), [3]), [6]);
  assertEquals(slopes((x) => x.add(x), [3]), [2]);
  assertEquals(slopes((x) => x.sub(x), [3]), [0]);
});
