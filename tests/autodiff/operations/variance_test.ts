import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { grad, type Tensor, tensor, variance } from "../../../autodiff/mod.ts";
import { check, shapes } from "../../support/property.ts";
import {
  arrays,
  assertTensor,
  count,
  floats,
  groupsOf,
  type Plain,
  roundedTerms,
  subsets,
  sumAlong,
  toTensor,
  without,
} from "./array_support.ts";

/** The deviation of each element from the mean of its group. */
function deviations(
  array: Plain,
  axes: number[],
  round: (x: number) => number,
): Plain {
  const n = count(axes.map((axis) => array.shape[axis]));
  const sums = sumAlong(array, axes, round).elements;
  const elements = [...array.elements];
  groupsOf(array.shape, axes).forEach((positions, group) => {
    for (const i of positions) {
      elements[i] = round(elements[i] - round(sums[group] / n));
    }
  });
  return { shape: array.shape, elements };
}

for (const [dtype, round] of floats) {
  Deno.test(`variance() is the mean of squared deviations, ${dtype}`, () => {
    const input = arrays(shapes({ minSize: 1 }), roundedTerms(round));
    check(
      fc.property(input, fc.constantFrom(0, 0.5, 1), (array, correction) => {
        for (const axes of subsets(array.shape.length)) {
          const n = count(axes.map((axis) => array.shape[axis]));
          if (correction >= n) continue;
          const { shape, elements } = deviations(array, axes, round);
          const squares = elements.map((x) => round(x * x));
          const total = sumAlong({ shape, elements: squares }, axes, round);
          const kept = {
            shape: total.shape,
            elements: total.elements.map((s) => round(s / (n - correction))),
          };
          const x = toTensor(array, dtype);
          const options = { axis: axes, correction };
          assertTensor(x.variance({ ...options, keepDims: true }), kept, dtype);
          assertTensor(variance(x, options), without(kept, axes), dtype);
        }
      }),
      { numRuns: 60 },
    );
  });
}

Deno.test("variance() divides by n unless told otherwise", () => {
  const x = tensor([1, 3, 5, 7]);
  assertEquals(x.variance().item(), 5);
  assertEquals(x.variance({ correction: 1 }).item(), 20 / 3);
  assertEquals(x.variance({ correction: 2 }).item(), 10);
});

Deno.test("variance() has derivative 2(x - mean) / (n - correction)", () => {
  const f = (x: Tensor) => x.variance({ correction: 2 });
  assertEquals(grad(f)(tensor([1, 3, 5, 7])).toArray(), [-3, -1, 1, 3]);
});

Deno.test("variance() of nothing is NaN", () => {
  assertEquals(tensor([]).variance().item(), NaN);
});

Deno.test("variance() refuses a correction that leaves nothing", () => {
  for (const correction of [2, -1, NaN, Infinity]) {
    assertThrows(
      () => tensor([[1, 2], [3, 4]]).variance({ axis: 0, correction }),
      RangeError,
      `Cannot variance: correction must be in [0, 2) where the number of ` +
        `elements is 2, current value is ${correction}`,
    );
  }
});

Deno.test("variance() names itself in errors", () => {
  assertThrows(
    () => tensor([1], "uint32").variance(),
    TypeError,
    "Cannot variance: dtype must be float64 or float32",
  );
  assertThrows(
    () => tensor([1]).variance({ axis: 1 }),
    RangeError,
    "Cannot variance: axis",
  );
});
