import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  clipByValue,
  grad,
  scalar,
  type Tensor,
  tensor,
  vmap,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { anyDouble, check } from "../../support/property.ts";
import { elements, type Float, round, vector } from "../support.ts";
import { applied, assertRefused, trees } from "./support.ts";

const limits = fc.oneof(
  fc.double({ min: 2 ** -1074, max: 1e300, noNaN: true }),
  fc.constantFrom(1, 2 ** -149, Number.MAX_VALUE),
);

Deno.test("clipByValue() holds each element between the limits and keeps its bits there", () => {
  const any = (dtype: Float) => anyDouble().map(round[dtype]);
  check(fc.property(trees(any), limits, (tree, limit) => {
    applied(clipByValue(limit), tree).forEach((result, i) => {
      const { dtype } = tree[i];
      assertEquals(result.dtype, dtype);
      const bound = round[dtype as Float](limit);
      const expected = elements(tree[i]).map((x) =>
        x > bound ? bound : x < -bound ? -bound : x
      );
      assertSameBits(elements(result), expected);
    });
  }));
});

Deno.test("clipByValue() may be scheduled, differentiated and batched", () => {
  const u = tensor([-3, 0.25, 2]);
  const rising = clipByValue((t) => t.div(2));
  assertEquals(applied(rising, u, 1).toArray(), [-0.5, 0.25, 0.5]);
  assertEquals(applied(rising, u, 4).toArray(), [-2, 0.25, 2]);
  const by = (limit: Tensor, u: Tensor) =>
    applied(clipByValue(limit), u).mul(tensor([1, 10, 100])).sum();
  assertEquals(grad(by)(tensor(1), u).item(), 99);
  const slopes = grad((u: Tensor) => by(scalar(1), u))(u);
  assertEquals(slopes.toArray(), [0, 10, 0]);
  const each = vmap((limit: Tensor) => applied(clipByValue(limit), u));
  assertEquals(each(tensor([1, 2.5])).toArray(), [
    [-1, 0.25, 1],
    [-2.5, 0.25, 2],
  ]);
  const first = vector([-3, 4], "float32");
  assertEquals(applied(clipByValue(0.1), first).dtype, "float32");
});

Deno.test("clipByValue() refuses what is no limit", () => {
  assertRefused(clipByValue, "limit", "greater than 0", [
    0,
    -0,
    -1,
    NaN,
    Infinity,
  ]);
});
