import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../autodiff/mod.ts";
import { check, moderateDouble, shapes } from "../../support/property.ts";
import {
  arrays,
  assertTensor,
  build,
  reader,
  sumAlong,
  toTensor,
} from "./array_support.ts";

/** A shape, and one that stretches to it: axes cut off in front or set to 1. */
const pairs = fc.tuple(
  shapes({ maxRank: 3, maxSize: 4 }),
  fc.nat(3),
  fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
).map(([to, cut, single]) => ({
  to,
  from: to.map((n, axis) => single[axis] ? 1 : n).slice(cut),
}));

Deno.test("broadcastTo() repeats axes of length 1 and missing ones", () => {
  const input = pairs.chain(({ from, to }) =>
    fc.tuple(arrays(fc.constant(from), moderateDouble()), fc.constant(to))
  );
  check(
    fc.property(input, ([array, to]) => {
      const at = reader(array);
      const added = to.length - array.shape.length;
      const expected = build(to, (...place) =>
        at(
          ...array.shape.map((n, axis) => n === 1 ? 0 : place[axis + added]),
        ));
      assertTensor(toTensor(array).broadcastTo(to), expected);
    }),
    { numRuns: 300 },
  );
});

Deno.test("broadcastTo() sums its cotangent in the order of sum()", () => {
  const input = pairs.chain(({ from, to }) =>
    fc.tuple(fc.constant(from), arrays(fc.constant(to), moderateDouble()))
  );
  check(
    fc.property(input, ([from, weights]) => {
      const f = (x: Tensor) =>
        x.broadcastTo(weights.shape).mul(toTensor(weights)).sum();
      const added = weights.shape.length - from.length;
      const axes = weights.shape.map((_, axis) => axis).filter((axis) =>
        axis < added || from[axis - added] !== weights.shape[axis]
      );
      const { elements } = sumAlong(weights, axes, (x) => x);
      assertTensor(grad(f)(zeros(from)), { shape: from, elements });
    }),
    { numRuns: 300 },
  );
});

Deno.test("broadcastTo() adds axes within an instance under vmap", () => {
  const x = tensor([[1, 2], [3, 4]]);
  assertEquals(vmap((x: Tensor) => x.broadcastTo([2, 2]))(x).toArray(), [
    [[1, 2], [1, 2]],
    [[3, 4], [3, 4]],
  ]);
});

Deno.test("broadcastTo() refuses what does not stretch", () => {
  assertThrows(
    () => zeros([2]).broadcastTo([3]),
    TypeError,
    "Cannot broadcastTo: shapes [2] and [3] do not broadcast",
  );
  assertThrows(
    () => zeros([2, 1]).broadcastTo([1]),
    TypeError,
    "Cannot broadcastTo: shape [2, 1] does not stretch to [1]",
  );
  assertThrows(() => zeros([1]).broadcastTo([-1]), RangeError, "broadcastTo");
});
