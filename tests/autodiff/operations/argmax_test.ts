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
  arraysWithAxis,
  assertTensor,
  mapRows,
  toTensor,
  without,
} from "./array_support.ts";

function firstGreatest(row: readonly number[]): number {
  const nan = row.findIndex(Number.isNaN);
  if (nan >= 0) return nan;
  return row.findIndex((x) => row.every((other) => other <= x));
}

Deno.test("argmax() is the first NaN, else the first greatest", () => {
  const element = fc.oneof(
    fc.constantFrom(-1, 0, -0, 1, NaN, -Infinity, Infinity),
    anyDouble(),
  );
  const input = arraysWithAxis(
    shapes({ minRank: 1, maxRank: 3, minSize: 1, maxSize: 5 }),
    element,
  );
  check(
    fc.property(input, ([array, axis]) => {
      const x = toTensor(array);
      const kept = mapRows(array, axis, (row) => [firstGreatest(row)]);
      assertTensor(x.argmax({ axis, keepDims: true }), kept, "int32");
      assertTensor(x.argmax({ axis }), without(kept, [axis]), "int32");
      const all = { shape: [], elements: [firstGreatest(array.elements)] };
      assertTensor(x.argmax(), all, "int32");
      const ones = array.shape.map(() => 1);
      const whole = { shape: ones, elements: all.elements };
      assertTensor(x.argmax({ keepDims: true }), whole, "int32");
    }),
    { numRuns: 300 },
  );
});

Deno.test("argmax() counts within an instance under vmap", () => {
  const x = tensor([[[1, 9], [3, 4]], [[7, 2], [8, 5]]]);
  assertEquals(vmap((x: Tensor) => x.argmax())(x).toArray(), [1, 2]);
});

Deno.test("argmax() takes any dtype and a scalar", () => {
  assertEquals(tensor([false, true, true]).argmax().item(), 1);
  assertEquals(tensor([3, 4294967295], "uint32").argmax().item(), 1);
  const alone = tensor(NaN).argmax();
  assertEquals([alone.item(), alone.dtype, alone.shape], [0, "int32", []]);
});

Deno.test("argmax() has derivative 0", () => {
  const f = (x: Tensor) => x.argmax().cast("float64").mul(x.sum());
  assertEquals(grad(f)(tensor([1, 5])).toArray(), [1, 1]);
});

Deno.test("argmax() refuses to choose among no elements", () => {
  assertThrows(
    () => zeros([3, 0]).argmax(),
    TypeError,
    "Cannot argmax: axis 1 of shape [3, 0] has no elements to choose from",
  );
  assertEquals(zeros([3, 0]).argmax({ axis: 0 }).shape, [0]);
  assertThrows(
    () => tensor([1]).argmax({ axis: 1 }),
    RangeError,
    "Cannot argmax: axis must be an integer in [-1, 1)",
  );
});
