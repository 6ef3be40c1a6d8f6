import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  pad,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../autodiff/mod.ts";
import { anyDouble, check, shapes } from "../../support/property.ts";
import {
  arrays,
  assertTensor,
  mapRows,
  type Plain,
  toTensor,
} from "./array_support.ts";

const input = arrays(shapes({ maxRank: 3, maxSize: 4 }), anyDouble()).chain(
  (array) => {
    const length = array.shape.length;
    const width = fc.tuple(fc.nat(3), fc.nat(3));
    const widths = fc.array(width, { minLength: length, maxLength: length });
    return fc.tuple(fc.constant(array), widths);
  },
);

function padded(
  array: Plain,
  widths: [number, number][],
  value: number,
): Plain {
  return widths.reduce(
    (rest, [before, after], axis) =>
      mapRows(rest, axis, (row) => [
        ...new Array<number>(before).fill(value),
        ...row,
        ...new Array<number>(after).fill(value),
      ]),
    array,
  );
}

Deno.test("pad() adds elements before and after each axis", () => {
  check(
    fc.property(input, anyDouble(), ([array, widths], value) => {
      const x = toTensor(array);
      assertTensor(pad(x, widths), padded(array, widths, 0));
      assertTensor(x.pad(widths, value), padded(array, widths, value));
    }),
    { numRuns: 300 },
  );
});

Deno.test("pad() cuts its cotangent to what it was given", () => {
  check(fc.property(input, ([array, widths]) => {
    const weights = padded(array, widths, 7);
    const f = (x: Tensor) => x.pad(widths, 5).mul(toTensor(weights)).sum();
    assertTensor(grad(f)(zeros(array.shape)), array);
  }));
});

Deno.test("pad() leaves the axis of instances alone under vmap", () => {
  const f = (x: Tensor) => x.pad([[1, 0]], 9);
  const x = tensor([[1, 2], [3, 4]]);
  assertEquals(vmap(f)(x).toArray(), [[9, 1, 2], [9, 3, 4]]);
});

Deno.test("pad() takes any dtype", () => {
  assertEquals(tensor([true]).pad([[1, 0]]).toArray(), [false, true]);
  assertEquals(tensor([false]).pad([[0, 1]], 1).toArray(), [false, true]);
  assertEquals(tensor([5], "int32").pad([[1, 1]], -1).toArray(), [-1, 5, -1]);
  assertEquals(tensor(3).pad([]).item(), 3);
});

Deno.test("pad() refuses wrong widths and values", () => {
  assertThrows(
    () => zeros([2, 3]).pad([[1, 1]]),
    TypeError,
    "Cannot pad: widths must have a pair for each axis of shape [2, 3], " +
      "current value is [[1,1]]",
  );
  for (const width of [-1, 0.5, NaN]) {
    assertThrows(
      () => zeros([2]).pad([[0, width]]),
      RangeError,
      `Cannot pad: a width must be a whole number of at least 0, ` +
        `current value is ${width}`,
    );
  }
  assertThrows(
    () => tensor([true]).pad([[0, 1]], 2),
    RangeError,
    "Cannot pad: value must be 0 or 1 for dtype bool, current value is 2",
  );
  assertThrows(
    () => tensor([1], "uint32").pad([[0, 1]], -1),
    RangeError,
    "Cannot pad: an element of dtype uint32 must be an integer",
  );
});
