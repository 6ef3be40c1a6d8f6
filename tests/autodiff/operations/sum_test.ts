import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  full,
  grad,
  type Tensor,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, shapes } from "../../support/property.ts";
import {
  arrays,
  arraysWithAxis,
  assertTensor,
  floats,
  roundedTerms,
  subsets,
  sumAlong,
  sumAscending,
  sumInEights,
  toTensor,
  without,
} from "./array_support.ts";

for (const [dtype, round] of floats) {
  Deno.test(`sum() adds the last axis in eight partial sums, ${dtype}`, () => {
    const lengths = Array.from({ length: 41 }, (_, length) => [length]);
    const inputs = fc.tuple(
      ...lengths.map((shape) =>
        arrays(fc.constant(shape), roundedTerms(round))
      ),
    );
    check(
      fc.property(inputs, (inputs) => {
        for (const { elements } of inputs) {
          const x = tensor(elements, dtype);
          assertSameBits(x.sum().item(), sumInEights(elements, round));
          const stacked = tensor([elements, elements.toReversed()], dtype);
          assertSameBits([...stacked.sum({ axis: 1 }).toTypedArray()], [
            sumInEights(elements, round),
            sumInEights(elements.toReversed(), round),
          ]);
        }
      }),
      { numRuns: 20 },
    );
  });

  Deno.test(`sum() ascends along any other axis, ${dtype}`, () => {
    const lengths = Array.from({ length: 41 }, (_, length) => [length]);
    const inputs = fc.tuple(
      ...lengths.map((shape) =>
        arrays(fc.constant(shape), roundedTerms(round))
      ),
    );
    check(
      fc.property(inputs, (inputs) => {
        for (const { elements } of inputs) {
          const expected = sumAscending(elements, round);
          const x = tensor(elements, dtype);
          const column = x.reshape([elements.length, 1]);
          assertSameBits(column.sum({ axis: 0 }).item(), expected);
          const middle = x.reshape([1, elements.length, 1]);
          assertSameBits(middle.sum({ axis: 1 }).item(), expected);
        }
      }),
      { numRuns: 20 },
    );
  });

  Deno.test(`sum() reduces several axes one by one, last first, ${dtype}`, () => {
    const input = arrays(shapes({ maxSize: 11 }), roundedTerms(round));
    check(
      fc.property(input, (array) => {
        const x = toTensor(array, dtype);
        for (const axes of subsets(array.shape.length)) {
          const kept = sumAlong(array, axes, round);
          assertTensor(x.sum({ axis: axes, keepDims: true }), kept, dtype);
          assertTensor(x.sum({ axis: axes }), without(kept, axes), dtype);
        }
        const all = array.shape.map((_, axis) => axis);
        assertTensor(x.sum(), without(sumAlong(array, all, round), all), dtype);
      }),
      { numRuns: 60 },
    );
  });

  Deno.test(`sum() keeps its order under vmap, ${dtype}`, () => {
    const input = arraysWithAxis(
      shapes({ minRank: 2, maxRank: 3, maxSize: 20 }),
      roundedTerms(round),
    );
    check(
      fc.property(input, ([array, axis]) => {
        const inner = axis === 0 ? 1 : axis;
        const together = vmap((x: Tensor) => x.sum({ axis: inner - 1 }))(
          toTensor(array, dtype),
        );
        const alone = without(sumAlong(array, [inner], round), [inner]);
        assertTensor(together, alone, dtype);
      }),
      { numRuns: 60 },
    );
  });
}

Deno.test("sum() of 2^53 and eight ones keeps what an ascending sum loses", () => {
  const big = Math.pow(2, 53);
  const x = tensor([big, 1, 1, 1, 1, 1, 1, 1, 1]);
  assertEquals(x.sum().item(), big + 6);
  assertEquals(x.reshape([9, 1]).sum().item(), big);
});

Deno.test("sum() starts at +0", () => {
  assertSameBits(tensor([-0, -0]).sum().item(), 0);
  assertSameBits(tensor([[-0], [-0]]).sum({ axis: 0 }).item(), 0);
  assertSameBits(tensor([]).sum().item(), 0);
});

Deno.test("sum() wraps integers", () => {
  assertEquals(tensor([2147483647, 1], "int32").sum().item(), -2147483648);
  assertEquals(
    tensor([[4294967295], [3]], "uint32").sum({ axis: 0 }).item(),
    2,
  );
});

Deno.test("sum() wraps after each element, where a sum in float64 would round", () => {
  const [n, greatest] = [5_000_001, 2147483647]; // more than 2⁵³ in all
  const x = full([n, 1], greatest, "int32");
  const right = BigInt.asIntN(32, BigInt(n) * BigInt(greatest));
  assertEquals(x.sum({ axis: 0 }).toArray(), [Number(right)]);
  assertEquals(x.cumsum(0).slice([-1]).toArray(), [[Number(right)]]);
});

Deno.test("sum() spreads its cotangent over the axes", () => {
  const f = (x: Tensor) => x.sum({ axis: 0 }).mul(tensor([1, 2, 3])).sum();
  assertEquals(grad(f)(tensor([[0, 0, 0], [0, 0, 0]])).toArray(), [
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

Deno.test("sum() refuses bool and axes that are not there", () => {
  for (const x of [tensor([true]), tensor(true)]) {
    assertThrows(
      () => x.sum(),
      TypeError,
      "Cannot sum: dtype must be float64, float32, int32 or uint32, " +
        "current dtype is bool",
    );
  }
  assertThrows(
    () => tensor([1]).sum({ axis: 1 }),
    RangeError,
    "Cannot sum: axis must be an integer in [-1, 1) for a tensor of rank 1, " +
      "current value is 1",
  );
  assertThrows(
    () => tensor([[1]]).sum({ axis: [0, -2] }),
    RangeError,
    "Cannot sum: axis 0 is named twice",
  );
});
