import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  hessian,
  norm,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, shapes } from "../../support/property.ts";
import {
  arrays,
  assertTensor,
  elementsOf,
  floats,
  roundedTerms,
  subsets,
  sumAlong,
  toTensor,
  without,
} from "./array_support.ts";

for (const [dtype, round] of floats) {
  Deno.test(`norm() is the root of the sum of squares, bit for bit, ${dtype}`, () => {
    const input = arrays(shapes({ maxSize: 11 }), roundedTerms(round));
    check(
      fc.property(input, (array) => {
        const { shape } = array;
        const squares = {
          shape,
          elements: array.elements.map((x) => round(x * x)),
        };
        for (const axes of subsets(shape.length)) {
          const total = sumAlong(squares, axes, round);
          const kept = {
            shape: total.shape,
            elements: total.elements.map((s) => round(Math.sqrt(s))),
          };
          const x = toTensor(array, dtype);
          assertTensor(x.norm({ axis: axes, keepDims: true }), kept, dtype);
          assertTensor(norm(x, { axis: axes }), without(kept, axes), dtype);
        }
      }),
      { numRuns: 60 },
    );
  });
}

Deno.test("norm() has derivative x / norm", () => {
  const f = (x: Tensor) => x.norm();
  const slopes = elementsOf(grad(f)(tensor([3, -4])));
  // Three roundings of numbers below 1.
  assertAlmostEquals(slopes[0], 0.6, 4e-16);
  assertAlmostEquals(slopes[1], -0.8, 4e-16);
  // The Hessian is (I - u uᵀ) / norm.
  assertEquals(
    elementsOf(hessian(f)(tensor([0, 2]))),
    [0.5, 0, 0, 0],
  );
});

Deno.test("norm() has derivative 0 at 0, to third order", () => {
  const f = (x: Tensor) => x.norm();
  const zero = tensor([0, -0]);
  assertEquals(f(zero).item(), 0);
  assertEquals(elementsOf(grad(f)(zero)).map(Math.abs), [0, 0]);
  const curvature = hessian(f);
  assertEquals(elementsOf(curvature(zero)).map(Math.abs), [0, 0, 0, 0]);
  const third = grad((x: Tensor) => curvature(x).sum());
  assertEquals(elementsOf(third(zero)).map(Math.abs), [0, 0]);
});

Deno.test("norm() keeps its derivative beside rows that are 0", () => {
  const f = (x: Tensor) => x.norm({ axis: 1 }).sum();
  const slopes = grad(f)(tensor([[0, 0], [0, 5]]));
  assertEquals(slopes.abs().toArray(), [[0, 0], [0, 1]]);
});

Deno.test("norm() of NaN is NaN, of infinity infinite, of nothing 0", () => {
  assertEquals(tensor([NaN, 0]).norm().item(), NaN);
  assertEquals(tensor([-Infinity, 0]).norm().item(), Infinity);
  assertSameBits(tensor([]).norm().item(), 0);
  assertSameBits(tensor(-0).norm().item(), 0);
});

Deno.test("norm() names itself in errors", () => {
  assertThrows(
    () => tensor([1], "int32").norm(),
    TypeError,
    "Cannot norm: dtype must be float64 or float32",
  );
  assertThrows(
    () => tensor([1]).norm({ axis: 1 }),
    RangeError,
    "Cannot norm: axis",
  );
});
