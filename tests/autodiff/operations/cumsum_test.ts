import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { grad, type Tensor, tensor, zeros } from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, shapes } from "../../support/property.ts";
import {
  arraysWithAxis,
  assertTensor,
  elementsOf,
  floats,
  mapRows,
  roundedTerms,
  sumAscending,
  toTensor,
} from "./array_support.ts";

for (const [dtype, round] of floats) {
  const running = (row: number[]) =>
    row.map((_, k) => sumAscending(row.slice(0, k + 1), round));

  Deno.test(`cumsum() ascends along an axis, ${dtype}`, () => {
    const input = arraysWithAxis(
      shapes({ minRank: 1, maxRank: 3, maxSize: 20 }),
      roundedTerms(round),
    );
    check(fc.property(input, ([array, axis]) => {
      const x = toTensor(array, dtype);
      const expected = mapRows(array, axis, running);
      assertTensor(x.cumsum(axis), expected, dtype);
      assertTensor(x.cumsum(axis - array.shape.length), expected, dtype);
      assertSameBits(elementsOf(x.cumsum()), running(array.elements));
    }));
  });

  Deno.test(`cumsum() passes the sums of what comes after, ${dtype}`, () => {
    const input = arraysWithAxis(
      shapes({ minRank: 1, maxRank: 3 }),
      roundedTerms(round),
    );
    check(fc.property(input, ([cotangent, axis]) => {
      const f = (x: Tensor) =>
        x.cumsum(axis).mul(toTensor(cotangent, dtype)).sum();
      const expected = mapRows(
        cotangent,
        axis,
        (row) => running(row.toReversed()).toReversed(),
      );
      assertTensor(grad(f)(zeros(cotangent.shape, dtype)), expected, dtype);
    }));
  });
}

Deno.test("cumsum() starts at +0", () => {
  assertSameBits(elementsOf(tensor([-0, -0]).cumsum(0)), [0, 0]);
});

Deno.test("cumsum() takes all elements as one axis by default", () => {
  assertEquals(tensor([[1, 2], [3, 4]]).cumsum().toArray(), [1, 3, 6, 10]);
  assertEquals(tensor(5).cumsum().toArray(), [5]);
  assertEquals(zeros([2, 0]).cumsum().toArray(), []);
});

Deno.test("cumsum() wraps integers", () => {
  const x = tensor([2147483647, 1, 1], "int32").cumsum(0);
  assertEquals(x.toArray(), [2147483647, -2147483648, -2147483647]);
  assertEquals(tensor([4294967295, 2], "uint32").cumsum(0).toArray(), [
    4294967295,
    1,
  ]);
});

Deno.test("cumsum() refuses bool and axes that are not there", () => {
  assertThrows(
    () => tensor([true]).cumsum(),
    TypeError,
    "Cannot cumsum: dtype must be float64, float32, int32 or uint32, " +
      "current dtype is bool",
  );
  assertThrows(
    () => tensor([1]).cumsum(1),
    RangeError,
    "Cannot cumsum: axis must be an integer in [-1, 1)",
  );
});
