import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { grad, mean, type Tensor, tensor } from "../../../autodiff/mod.ts";
import { check, shapes } from "../../support/property.ts";
import {
  arrays,
  assertTensor,
  count,
  floats,
  roundedTerms,
  subsets,
  sumAlong,
  toTensor,
  without,
} from "./array_support.ts";

for (const [dtype, round] of floats) {
  Deno.test(`mean() is the sum in its order divided by n, ${dtype}`, () => {
    const input = arrays(shapes({ maxSize: 11 }), roundedTerms(round));
    check(
      fc.property(input, (array) => {
        const x = toTensor(array, dtype);
        for (const axes of subsets(array.shape.length)) {
          const n = count(axes.map((axis) => array.shape[axis]));
          const { shape, elements } = sumAlong(array, axes, round);
          const kept = { shape, elements: elements.map((s) => round(s / n)) };
          assertTensor(x.mean({ axis: axes, keepDims: true }), kept, dtype);
          assertTensor(mean(x, { axis: axes }), without(kept, axes), dtype);
        }
      }),
      { numRuns: 60 },
    );
  });
}

Deno.test("mean() of nothing is NaN", () => {
  assertEquals(tensor([]).mean().item(), NaN);
  assertEquals(tensor([[], []]).mean({ axis: 1 }).toArray(), [NaN, NaN]);
  assertEquals(tensor([[], []]).mean({ axis: 0 }).toArray(), []);
});

Deno.test("mean() passes a share of 1 in n of its cotangent", () => {
  const f = (x: Tensor) => x.mean({ axis: 1 }).mul(tensor([8, 12])).sum();
  assertEquals(grad(f)(tensor([[1, 2, 3, 4], [5, 6, 7, 8]])).toArray(), [
    [2, 2, 2, 2],
    [3, 3, 3, 3],
  ]);
});

Deno.test("mean() names itself in errors", () => {
  assertThrows(
    () => tensor([1], "int32").mean(),
    TypeError,
    "Cannot mean: dtype must be float64 or float32, current dtype is int32",
  );
  assertThrows(() => tensor([1]).mean({ axis: 2 }), RangeError, "Cannot mean:");
});
