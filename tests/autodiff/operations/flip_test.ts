import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { grad, type Tensor, tensor, vmap } from "../../../autodiff/mod.ts";
import { anyDouble, check, shapes } from "../../support/property.ts";
import {
  arrays,
  assertTensor,
  mapRows,
  subsets,
  toTensor,
} from "./array_support.ts";

Deno.test("flip() reverses the named axes, and all by default", () => {
  check(fc.property(arrays(shapes({ maxSize: 4 }), anyDouble()), (array) => {
    const x = toTensor(array);
    const flipped = (axes: number[]) =>
      axes.reduce(
        (rest, axis) => mapRows(rest, axis, (row) => row.toReversed()),
        array,
      );
    for (const axes of subsets(array.shape.length)) {
      assertTensor(x.flip(axes), flipped(axes));
    }
    assertTensor(x.flip(), flipped(array.shape.map((_, axis) => axis)));
  }));
});

Deno.test("flip() keeps the dtype", () => {
  assertEquals(tensor([true, false]).flip().toArray(), [false, true]);
  assertEquals(tensor([1, -2], "int32").flip([-1]).toArray(), [-2, 1]);
});

Deno.test("flip() flips its cotangent", () => {
  const f = (x: Tensor) =>
    x.flip([1]).mul(tensor([[1, 2], [3, 4], [5, 6]])).sum();
  assertEquals(grad(f)(tensor([[0, 0], [0, 0], [0, 0]])).toArray(), [
    [2, 1],
    [4, 3],
    [6, 5],
  ]);
});

Deno.test("flip() leaves the order of instances alone under vmap", () => {
  const x = tensor([[1, 2], [3, 4]]);
  assertEquals(vmap((x: Tensor) => x.flip())(x).toArray(), [[2, 1], [4, 3]]);
});

Deno.test("flip() refuses axes that are not there or named twice", () => {
  assertThrows(
    () => tensor([1]).flip([1]),
    RangeError,
    "Cannot flip: axis must be an integer in [-1, 1)",
  );
  assertThrows(
    () => tensor([[1]]).flip([1, -1]),
    RangeError,
    "Cannot flip: axis 1 is named twice",
  );
});
