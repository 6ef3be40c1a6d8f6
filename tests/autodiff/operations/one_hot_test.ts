import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  oneHot,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../autodiff/mod.ts";
import { check, shapes } from "../../support/property.ts";
import {
  arrays,
  assertTensor,
  build,
  reader,
  toTensor,
} from "./array_support.ts";

Deno.test("oneHot() is 1 at the index and 0 elsewhere, in any dtype", () => {
  const depth = 4;
  const input = arrays(shapes({ maxRank: 3 }), fc.nat(depth - 1));
  const dtype = fc.constantFrom(
    "float64" as const,
    "float32" as const,
    "int32" as const,
    "uint32" as const,
    "bool" as const,
  );
  check(fc.property(input, dtype, (array, dtype) => {
    const at = reader(array);
    const expected = build(
      [...array.shape, depth],
      (...place) => at(...place.slice(0, -1)) === place.at(-1) ? 1 : 0,
    );
    const indices = toTensor(array, "int32");
    assertTensor(oneHot(indices, depth, dtype), expected, dtype);
    assertTensor(oneHot(indices, depth), expected);
  }));
});

Deno.test("oneHot() has its rows last under vmap", () => {
  const f = (x: Tensor) => oneHot(x, 2, "bool");
  assertEquals(vmap(f)(tensor([1, 0], "int32")).toArray(), [
    [false, true],
    [true, false],
  ]);
});

Deno.test("oneHot() refuses what does not fit", () => {
  for (const index of [-1, 3]) {
    assertThrows(
      () => oneHot(tensor([0, index], "int32"), 3),
      RangeError,
      `Cannot oneHot: index must be in [0, 3), current value is ${index}`,
    );
  }
  assertThrows(
    () => oneHot(zeros([2]), 3),
    TypeError,
    "Cannot oneHot: indices must have dtype int32, current dtype is float64",
  );
  assertThrows(
    () => oneHot(zeros([2], "int32"), 1.5),
    RangeError,
    "Cannot oneHot: depth must be a whole number of at least 0, current value " +
      "is 1.5",
  );
});
