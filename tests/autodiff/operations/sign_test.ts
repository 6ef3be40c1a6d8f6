import { assertEquals } from "@std/assert";
import { assertSameBits } from "../../support/bits.ts";
import {
  at,
  checkElements,
  derivative,
  slopes,
} from "./elementwise_support.ts";

const inputs = [-Infinity, -2.5, -5e-324, -0, 0, 5e-324, 2.5, Infinity, NaN];

Deno.test("abs() clears the sign, of zeros too", () => {
  for (const dtype of ["float64", "float32"] as const) {
    checkElements(
      (x) => x.abs(),
      (x) => Object.is(x, -0) || x < 0 ? -x : x,
      dtype,
    );
  }
  checkElements(
    (x) => x.abs(),
    (x) => Number(BigInt.asIntN(32, x < 0 ? -BigInt(x) : BigInt(x))),
    "int32",
  );
  checkElements((x) => x.abs(), (x) => x, "uint32");
  assertSameBits(at((x) => x.abs(), [-2147483648], "int32"), [-2147483648]);
});

Deno.test("abs() has the sign as derivative, 0 at both zeros", () => {
  const slope = slopes((x) => x.abs(), [-2, -0, 0, 3], 5);
  assertEquals(slope.map((x) => x + 0), [-5, 0, 0, 5]);
});

Deno.test("abs() has second derivative 0", () => {
  const slope = derivative((x) => x.abs());
  assertEquals(slopes(slope, [-2, 0, 3], 5), [0, 0, 0]);
});

Deno.test("sign() is 1, -1, or the zero or NaN itself", () => {
  assertSameBits(at((x) => x.sign(), inputs), [
    -1,
    -1,
    -1,
    -0,
    0,
    1,
    1,
    1,
    NaN,
  ]);
  const expected = (x: number) => x > 0 ? 1 : x < 0 ? -1 : x;
  for (const dtype of ["float64", "float32", "int32", "uint32"] as const) {
    checkElements((x) => x.sign(), expected, dtype);
  }
});

Deno.test("sign() and floor() have derivative 0, at their jumps too", () => {
  const points = [-2.5, -1, -0, 0, 1, 2.5];
  const zeros = points.map(() => 0);
  assertSameBits(slopes((x) => x.sign(), points), zeros);
  assertSameBits(slopes((x) => x.floor(), points), zeros);
});

Deno.test("floor() rounds down to an integer and keeps -0, NaN, infinities", () => {
  assertSameBits(at((x) => x.floor(), inputs), [
    -Infinity,
    -3,
    -1,
    -0,
    0,
    0,
    2,
    Infinity,
    NaN,
  ]);
  const big = 2 ** 52 - 0.5;
  assertSameBits(at((x) => x.floor(), [big, -big, 1e300]), [
    2 ** 52 - 1,
    -(2 ** 52),
    1e300,
  ]);
  // The remainder by 1 is exact, and so is its difference from x.
  const whole = (x: number) => x - x % 1;
  const expected = (x: number) =>
    !Number.isFinite(x) ? x : x < 0 && x % 1 !== 0 ? whole(x) - 1 : whole(x);
  for (const dtype of ["float64", "float32"] as const) {
    checkElements(
      (x) => x.floor(),
      (x) => Object.is(x, -0) ? -0 : expected(x),
      dtype,
    );
  }
});
