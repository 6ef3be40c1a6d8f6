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
import {
  arrays,
  assertTensor,
  build,
  reader,
  toTensor,
} from "./array_support.ts";

const input = arrays(shapes(), anyDouble()).chain((array) => {
  const axes = array.shape.map((_, axis) => axis);
  const order = fc.shuffledSubarray(axes, { minLength: axes.length });
  return fc.tuple(fc.constant(array), order);
});

Deno.test("transpose() puts axis axes[i] of x at i", () => {
  check(fc.property(input, ([array, axes]) => {
    const at = reader(array);
    const expected = build(
      axes.map((axis) => array.shape[axis]),
      (...place) => at(...array.shape.map((_, i) => place[axes.indexOf(i)])),
    );
    assertTensor(toTensor(array).transpose(axes), expected);
    const fromBack = axes.map((axis) => axis - axes.length);
    assertTensor(toTensor(array).transpose(fromBack), expected);
  }));
});

Deno.test("transpose() reverses the axes by default", () => {
  assertEquals(zeros([2, 3, 4]).transpose().shape, [4, 3, 2]);
  assertEquals(tensor([[1, 2], [3, 4]]).transpose().toArray(), [
    [1, 3],
    [2, 4],
  ]);
});

Deno.test("transpose() transposes its cotangent back", () => {
  check(fc.property(input, ([array, axes]) => {
    const weights = toTensor(array).transpose(axes);
    const f = (x: Tensor) => x.transpose(axes).mul(weights).sum();
    assertTensor(grad(f)(zeros(array.shape)), array);
  }));
});

Deno.test("transpose() leaves the axis of instances alone under vmap", () => {
  const x = toTensor(build([2, 3, 4], (i, j, k) => 100 * i + 10 * j + k));
  const mapped = vmap((x: Tensor) => x.transpose())(x);
  assertTensor(mapped, build([2, 4, 3], (i, k, j) => 100 * i + 10 * j + k));
});

Deno.test("transpose() refuses axes left out, named twice or not there", () => {
  const x = zeros([2, 3]);
  assertThrows(
    () => x.transpose([0]),
    TypeError,
    "Cannot transpose: every axis of shape [2, 3] must be named once, " +
      "current axes are [0]",
  );
  assertThrows(
    () => x.transpose([1, -1]),
    RangeError,
    "Cannot transpose: axis 1 is named twice",
  );
  assertThrows(
    () => x.transpose([0, 2]),
    RangeError,
    "Cannot transpose: axis must be an integer in [-2, 2)",
  );
});
