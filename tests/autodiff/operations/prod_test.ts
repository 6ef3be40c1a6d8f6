import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { unwrap } from "../../../autodiff/handle.ts";
import {
  grad,
  ones,
  prod,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import { traceProgram } from "../../../autodiff/program.ts";
import { sizeOf } from "../../../autodiff/shapes.ts";
import { wrap } from "../../../autodiff/tensor.ts";
import { check, shapes } from "../../support/property.ts";
import {
  arrays,
  assertTensor,
  floats,
  mapRows,
  roundedTerms,
  subsets,
  toTensor,
  without,
} from "./array_support.ts";

const ascending = (round: (x: number) => number) => (row: number[]) => [
  row.reduce((product, x) => round(product * x), 1),
];

for (const [dtype, round] of floats) {
  Deno.test(`prod() ascends, several axes last first, ${dtype}`, () => {
    const input = arrays(shapes({ maxSize: 6 }), roundedTerms(round));
    check(
      fc.property(input, (array) => {
        for (const axes of subsets(array.shape.length)) {
          const kept = axes.toReversed().reduce(
            (rest, axis) => mapRows(rest, axis, ascending(round)),
            array,
          );
          const x = toTensor(array, dtype);
          assertTensor(x.prod({ axis: axes, keepDims: true }), kept, dtype);
          assertTensor(prod(x, { axis: axes }), without(kept, axes), dtype);
        }
      }),
      { numRuns: 60 },
    );
  });

  Deno.test(`prod() passes g times the product of the others, ${dtype}`, () => {
    const term = fc.oneof(roundedTerms(round), fc.constantFrom(0, -0));
    const input = arrays(
      shapes({ minRank: 1, maxRank: 2, maxSize: 5 }),
      term,
    );
    check(fc.property(input, (array) => {
      const f = (x: Tensor) => x.prod({ axis: 0 }).mul(3).sum();
      const expected = mapRows(
        array,
        0,
        (row) =>
          row.map((_, i) => round(3 * ascending(round)(row.with(i, 1))[0])),
      );
      assertTensor(grad(f)(toTensor(array, dtype)), expected, dtype);
    }));
  });
}

/** The products of the others, by the blocks that the derivative cuts. */
function ofOthers(row: number[], round: (x: number) => number): number[] {
  const product = (factors: number[]) => ascending(round)(factors)[0];
  if (row.length <= 8) return row.map((_, i) => product(row.with(i, 1)));
  const blocks = Array.from(
    { length: Math.ceil(row.length / 8) },
    (_, i) => row.slice(8 * i, 8 * i + 8),
  );
  const rest = ofOthers(blocks.map(product), round);
  return blocks.flatMap((block, i) =>
    ofOthers(block, round).map((x) => round(x * rest[i]))
  );
}

for (const [dtype, round] of floats) {
  Deno.test(`prod() has derivatives along axes of any length, ${dtype}`, () => {
    const term = fc.oneof(
      { weight: 99, arbitrary: roundedTerms(round) },
      fc.constantFrom(0, -0),
    );
    const lengths = fc.constantFrom(7, 8, 9, 16, 17, 63, 64, 65, 100);
    const input = lengths.chain((length) =>
      fc.constantFrom<number[]>([length], [length, 2], [2, length]).chain((
        shape,
      ) =>
        arrays(fc.constant(shape), term).map((array) => ({
          array,
          axis: shape.indexOf(length),
        }))
      )
    );
    check(
      fc.property(input, ({ array, axis }) => {
        const f = (x: Tensor) => x.prod({ axis }).sum();
        const expected = mapRows(array, axis, (row) => ofOthers(row, round));
        assertTensor(grad(f)(toTensor(array, dtype)), expected, dtype);
      }),
      { numRuns: 40 },
    );
  });
}

Deno.test("prod() makes few products for the derivative of a long axis", () => {
  const sizes: number[] = [];
  const { steps } = traceProgram(
    "test",
    [unwrap("test", ones([4096]))],
    (x) => {
      const slopes = grad((x: Tensor) => x.prod())(wrap(x[0]));
      return [unwrap("test", slopes)];
    },
  );
  for (const { shape } of steps) sizes.push(sizeOf(shape));
  // A ninth of 8·4096 copies more for the blocks of blocks, rounded up.
  assert(Math.max(...sizes) <= 8 * 4096, `${Math.max(...sizes)}`);
});

Deno.test("prod() of a long axis is derived to third order at zeros", () => {
  const n = 70;
  const zero = [3, 11, 66];
  const elements: number[] = Array.from(
    { length: n },
    (_, i) => i % 2 ? 2 : 0.5,
  );
  for (const i of zero) elements[i] = 0;
  const rest = elements.filter((x) => x !== 0).reduce((p, x) => p * x);
  let f = (x: Tensor) => x.prod();
  for (const i of zero) {
    const slopes = grad(f);
    f = (x) => slopes(x).take(tensor(i, "int32"));
  }
  assertEquals(f(tensor(elements)).item(), rest);
});

Deno.test("prod() multiplies from the front", () => {
  assertEquals(tensor([1e200, 1e200, 1e-200]).prod().item(), Infinity);
  assertEquals(tensor([1e200, 1e-200, 1e200]).prod().item(), 1e200);
});

Deno.test("prod() wraps integers, however large", () => {
  assertEquals(
    tensor([2147483647, 2147483647, 3], "int32").prod().item(),
    3,
  );
  assertEquals(
    tensor([4294967295, 4294967295, 4294967291], "uint32").prod().item(),
    4294967291,
  );
});

Deno.test("prod() of nothing is 1", () => {
  assertEquals(tensor([]).prod().item(), 1);
  assertEquals(tensor([[], []]).prod({ axis: 1 }).toArray(), [1, 1]);
  assertEquals(grad((x: Tensor) => x.prod())(tensor([])).toArray(), []);
});

Deno.test("prod() is derived to third order where elements are 0", () => {
  const f = (x: Tensor) => x.prod();
  const weight = (w: number[], g: (x: Tensor) => Tensor) => (x: Tensor) =>
    g(x).mul(tensor(w)).sum();
  const first = grad(f);
  const second = grad(weight([1, 0, 0, 0], first));
  const third = grad(weight([0, 1, 0, 0], second));
  const x = tensor([0, 0, 5, 7]);
  assertEquals(first(x).toArray(), [0, 0, 0, 0]);
  assertEquals(second(x).toArray(), [0, 35, 0, 0]);
  assertEquals(third(x).toArray(), [0, 0, 7, 5]);
});

Deno.test("prod() refuses bool", () => {
  for (const x of [tensor([true]), tensor(true)]) {
    assertThrows(
      () => x.prod(),
      TypeError,
      "Cannot prod: dtype must be float64, float32, int32 or uint32, " +
        "current dtype is bool",
    );
  }
});
