import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../autodiff/mod.ts";
import { anyDouble, check, shapes } from "../../support/property.ts";
import { arrays, assertTensor, toTensor } from "./array_support.ts";

Deno.test("reshape() keeps the elements in row-major order", () => {
  const input = arrays(shapes({ maxSize: 4 }), anyDouble());
  check(fc.property(input, (array) => {
    const { shape, elements } = array;
    const merged = [shape.slice(1).reduce((n, m) => n * m, 1), shape[0] ?? 1];
    const x = toTensor(array);
    assertTensor(x.reshape(merged), { shape: merged, elements });
    const flat = { shape: [elements.length], elements };
    assertTensor(x.reshape([-1]), flat);
    assertTensor(x.reshape(merged).reshape(shape), array);
  }));
});

Deno.test("reshape() works out the axis that is -1", () => {
  assertEquals(zeros([2, 3, 4]).reshape([4, -1]).shape, [4, 6]);
  assertEquals(tensor(1).reshape([-1, 1]).shape, [1, 1]);
  assertEquals(zeros([0, 3]).reshape([-1, 3]).shape, [0, 3]);
});

Deno.test("reshape() reshapes its cotangent back", () => {
  const f = (x: Tensor) => x.reshape([4]).mul(tensor([1, 2, 3, 4])).sum();
  assertEquals(grad(f)(zeros([2, 2])).toArray(), [[1, 2], [3, 4]]);
});

Deno.test("reshape() leaves the axis of instances alone under vmap", () => {
  const x = tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]);
  assertEquals(vmap((x: Tensor) => x.reshape([4]))(x).toArray(), [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
});

Deno.test("reshape() refuses what does not fit", () => {
  assertThrows(
    () => zeros([2, 3]).reshape([4]),
    TypeError,
    "Cannot reshape: shape [2, 3] has 6 elements and [4] has 4",
  );
  for (const shape of [[4, -1], [-1, -1], [0, -1]]) {
    assertThrows(
      () => zeros([2, 3]).reshape(shape),
      TypeError,
      `Cannot reshape: shape [2, 3] does not fill [${shape.join(", ")}]`,
    );
  }
  assertThrows(() => zeros([2]).reshape([-2, -1]), Error, "Cannot reshape");
  assertThrows(() => zeros([2]).reshape([2.5]), RangeError, "Cannot reshape");
});
