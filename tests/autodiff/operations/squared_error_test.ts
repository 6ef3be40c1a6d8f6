import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  squaredError,
  type Tensor,
  tensor,
  zeros,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, shapes } from "../../support/property.ts";
import {
  arrays,
  floats,
  roundedTerms,
  sumAlong,
  toTensor,
} from "./array_support.ts";

for (const [dtype, round] of floats) {
  Deno.test(`squaredError() is the mean of (p - t)², bit for bit, ${dtype}`, () => {
    const term = roundedTerms(round);
    const input = arrays(shapes({ maxSize: 11, maxRank: 3 }), term);
    check(fc.property(input, term, term, (array, factor, other) => {
      const { shape } = array;
      const prediction = toTensor(array, dtype);
      const target = prediction.mul(factor);
      const squares = (targets: number[]) =>
        array.elements.map((p, i) => {
          const difference = round(p - targets[i]);
          return round(difference * difference);
        });
      const axes = shape.map((_, axis) => axis);
      const expected = (targets: number[]) => {
        const elements = squares(targets);
        const [total] = sumAlong({ shape, elements }, axes, round).elements;
        return round(total / elements.length);
      };
      const targets = array.elements.map((p) => round(p * factor));
      const actual = squaredError(prediction, target);
      assertEquals([actual.shape, actual.dtype], [[], dtype]);
      assertSameBits(actual.item(), expected(targets));
      const same = array.elements.map(() => other);
      assertSameBits(squaredError(prediction, other).item(), expected(same));
    }));
  });
}

Deno.test("squaredError() has derivative 2(p - t) / n, and its opposite", () => {
  const f = ([p, t]: [Tensor, Tensor]) => squaredError(p, t);
  const [dp, dt] = grad(f)([tensor([1, 2, 3, 4]), tensor([3, 2, 1, 0])]);
  assertEquals(dp.toArray(), [-1, 0, 1, 2]);
  assertEquals(dt.toArray(), [1, 0, -1, -2]);
});

Deno.test("squaredError() refuses shapes that would broadcast", () => {
  assertThrows(
    () => squaredError(zeros([4, 1]), zeros([4])),
    TypeError,
    "Cannot squaredError: target must have the shape of prediction, [4, 1], " +
      "or be a scalar, current shape is [4]",
  );
  assertThrows(
    () => squaredError(tensor(1), zeros([1])),
    TypeError,
    "Cannot squaredError: target must have the shape of prediction, []",
  );
});

Deno.test("squaredError() refuses integers", () => {
  assertThrows(
    () => squaredError(tensor([1], "int32"), tensor([1], "int32")),
    TypeError,
    "Cannot squaredError: dtype must be float64 or float32",
  );
});
