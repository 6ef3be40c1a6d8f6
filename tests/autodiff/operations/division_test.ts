import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { type Tensor, tensor } from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  checkElements,
  derivative,
  partials,
  slopes,
  typed,
} from "./elementwise_support.ts";

function of(
  f: (a: Tensor, b: Tensor) => Tensor,
  a: readonly number[],
  b: readonly number[],
): number[] {
  return [...f(tensor([...a]), tensor([...b])).toTypedArray()];
}

Deno.test("divide() is the rounded quotient in float64 and float32", () => {
  for (const dtype of ["float64", "float32"] as const) {
    checkElements((a, b) => a.div(b), (a, b) => a / b, dtype);
  }
});

Deno.test("divide() in float32 is the float32 nearest to the quotient", () => {
  const normal = fc.float({ min: 2 ** -20, max: 2 ** 20, noNaN: true });
  check(
    fc.property(normal, normal, (a, b) => {
      const [q] = tensor(typed([a], "float32")).div(b).toTypedArray();
      const bits = new Uint32Array(new Float32Array([q]).buffer)[0];
      const near = new Float32Array(
        new Uint32Array([bits - 1, bits + 1]).buffer,
      );
      // Products of 24 with 25 bits are exact in float64.
      assert(b * ((near[0] + q) / 2) <= a && a <= b * ((q + near[1]) / 2));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("divide() by zero gives infinities and NaN", () => {
  assertSameBits(
    of((a, b) => a.div(b), [1, -1, 1, 0, NaN, 0], [0, 0, -0, 0, 0, -3]),
    [Infinity, -Infinity, -Infinity, NaN, NaN, -0],
  );
});

Deno.test("divide() has its partial derivatives", () => {
  assertEquals(partials((a, b) => a.div(b), [6, -3], [2, 4], 5), [
    [2.5, 1.25],
    [-7.5, 0.9375],
  ]);
});

Deno.test("divide() computes its derivative by b as -(g * (y / b))", () => {
  const double = fc.double({ min: -10, max: 10, noNaN: true });
  check(fc.property(double, double, (a, b) => {
    const [[da], [db]] = partials((a, b) => a.div(b), [a], [b], 3);
    assertSameBits([da, db], [3 / b, -(3 * (a / b / b))]);
  }));
});

Deno.test("divideOrZero() is the quotient, and +0 where the divisor is 0", () => {
  for (const dtype of ["float64", "float32"] as const) {
    checkElements(
      (a, b) => a.divideOrZero(b),
      (a, b) => b === 0 ? 0 : a / b,
      dtype,
    );
  }
  assertSameBits(
    of(
      (a, b) => a.divideOrZero(b),
      [1, -1, 0, NaN, Infinity, 1, 1, -6],
      [0, 0, -0, 0, -0, NaN, 5e-324, 4],
    ),
    [0, 0, 0, 0, 0, NaN, Infinity, -1.5],
  );
});

Deno.test("divideOrZero() has the quotient's derivatives, 0 where b is 0", () => {
  const [da, db] = partials(
    (a, b) => a.divideOrZero(b),
    [6, -3, 1, 0, -2],
    [2, 4, 0, 0, -0],
    5,
  );
  assertEquals(da, [2.5, 1.25, 0, 0, 0]);
  assertEquals(db.map((x) => x + 0), [-7.5, 0.9375, 0, 0, 0]);
});

Deno.test("divideOrZero() has second derivatives, 0 where b is 0", () => {
  const quotient = (b: Tensor) => tensor([3, 3]).divideOrZero(b);
  const points = [2, 0];
  assertEquals(slopes(quotient, points).map((x) => x + 0), [-3 / 4, 0]);
  const second = slopes(derivative(quotient), points);
  assertEquals(second.map((x) => x + 0), [6 / 8, 0]);
});
