import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  scatterAdd,
  take,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../autodiff/mod.ts";
import { check } from "../../support/property.ts";
import {
  arrays,
  assertTensor,
  build,
  coordinates,
  floats,
  type Plain,
  reader,
  roundedTerms,
  toTensor,
} from "./array_support.ts";

/** An axis, the shapes on its two sides, and indices into it of any shape. */
interface Selection {
  before: number[];
  size: number;
  after: number[];
  indices: Plain;
}

const sides = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 });

function selections(maxCount: number): fc.Arbitrary<Selection> {
  return fc.record({
    before: sides,
    after: sides,
    size: fc.integer({ min: 1, max: 5 }),
  }).chain(({ before, after, size }) =>
    arrays(
      fc.array(fc.integer({ min: 0, max: maxCount }), { maxLength: 2 }),
      fc.integer({ min: -size, max: size - 1 }),
    ).map((indices) => ({ before, after, size, indices }))
  );
}

/** A selection with elements: those to take from, or those to scatter. */
function filledSelections(
  round: (x: number) => number,
  middle: (selection: Selection) => number[],
): fc.Arbitrary<[Selection, Plain]> {
  return selections(6).chain((selection) => {
    const { before, after } = selection;
    const shape = [...before, ...middle(selection), ...after];
    const array = arrays(fc.constant(shape), roundedTerms(round));
    return fc.tuple(fc.constant(selection), array);
  });
}

function taken(x: Plain, { before, indices, size }: Selection): Plain {
  const [at, indexAt] = [reader(x), reader(indices)];
  const rank = indices.shape.length;
  const axis = before.length;
  const after = x.shape.slice(axis + 1);
  return build([...before, ...indices.shape, ...after], (...place) => {
    const index = indexAt(...place.slice(axis, axis + rank));
    const row = (index + size) % size;
    return at(...place.slice(0, axis), row, ...place.slice(axis + rank));
  });
}

function scattered(
  x: Plain,
  { before, indices, size, after }: Selection,
  round: (x: number) => number,
): Plain {
  const at = reader(x);
  const indexAt = reader(indices);
  const axis = before.length;
  return build(
    [...before, size, ...after],
    (...place) =>
      coordinates(indices.shape)
        .filter((position) =>
          (indexAt(...position) + size) % size === place[axis]
        )
        .map((position) =>
          at(...place.slice(0, axis), ...position, ...place.slice(axis + 1))
        )
        .reduce((sum, term) => round(sum + term), 0),
  );
}

for (const [dtype, round] of floats) {
  const toTake = filledSelections(round, ({ size }) => [size]);
  const toScatter = filledSelections(round, ({ indices }) => indices.shape);

  Deno.test(`take() gathers along any axis, ${dtype}`, () => {
    check(
      fc.property(toTake, ([selection, x]) => {
        const axis = selection.before.length;
        const indices = toTensor(selection.indices, "int32");
        const expected = taken(x, selection);
        assertTensor(toTensor(x, dtype).take(indices, axis), expected, dtype);
        const fromBack = axis - x.shape.length;
        assertTensor(
          take(toTensor(x, dtype), indices, fromBack),
          expected,
          dtype,
        );
      }),
      { numRuns: 300 },
    );
  });

  Deno.test(`scatterAdd() adds in ascending order of the position, ${dtype}`, () => {
    check(
      fc.property(toScatter, ([selection, x]) => {
        const { size, before } = selection;
        const indices = toTensor(selection.indices, "int32");
        const expected = scattered(x, selection, round);
        const actual = scatterAdd(
          toTensor(x, dtype),
          indices,
          size,
          before.length,
        );
        assertTensor(actual, expected, dtype);
      }),
      { numRuns: 300 },
    );
  });

  Deno.test(`take() scatters its cotangent in that order, ${dtype}`, () => {
    check(
      fc.property(toScatter, ([selection, weights]) => {
        const { before, size, after } = selection;
        const axis = before.length;
        const indices = toTensor(selection.indices, "int32");
        const f = (x: Tensor) =>
          x.take(indices, axis).mul(toTensor(weights, dtype)).sum();
        const slope = grad(f)(zeros([...before, size, ...after], dtype));
        assertTensor(slope, scattered(weights, selection, round), dtype);
      }),
      { numRuns: 200 },
    );
  });

  Deno.test(`scatterAdd() takes from its cotangent, ${dtype}`, () => {
    check(
      fc.property(toTake, ([selection, weights]) => {
        const { before, size, after } = selection;
        const axis = before.length;
        const indices = toTensor(selection.indices, "int32");
        const shape = [...before, ...selection.indices.shape, ...after];
        const f = (x: Tensor) =>
          x.scatterAdd(indices, size, axis).mul(toTensor(weights, dtype)).sum();
        const slope = grad(f)(zeros(shape, dtype));
        assertTensor(slope, taken(weights, selection), dtype);
      }),
      { numRuns: 200 },
    );
  });
}

Deno.test("scatterAdd() loses what it adds to 2^53 one by one", () => {
  const big = Math.pow(2, 53);
  const at = tensor([0, 0, 0], "int32");
  assertEquals(tensor([1, 1, big]).scatterAdd(at, 1).toArray(), [big + 2]);
  assertEquals(tensor([big, 1, 1]).scatterAdd(at, 1).toArray(), [big]);
});

Deno.test("scatterAdd() starts at +0 and wraps integers", () => {
  const at = tensor([1, 1], "int32");
  const sums = tensor([-0, -0]).scatterAdd(at, 2).toTypedArray();
  assertEquals([...sums].map((x) => Object.is(x, 0)), [true, true]);
  const wrapped = tensor([2147483647, 1], "int32").scatterAdd(at, 2);
  assertEquals(wrapped.toArray(), [0, -2147483648]);
});

Deno.test("take() and scatterAdd() name an index out of range", () => {
  const x = zeros([2, 3]);
  for (const index of [3, -4]) {
    const indices = tensor([0, index], "int32");
    assertThrows(
      () => x.take(indices, 1),
      RangeError,
      `Cannot take: index ${index} is out of range for axis 1 of size 3`,
    );
    assertThrows(
      () => zeros([2]).scatterAdd(indices, 3),
      RangeError,
      `Cannot scatterAdd: index ${index} is out of range for axis 0 of size 3`,
    );
    assertThrows(
      () => vmap((i: Tensor) => x.take(i, 1))(indices),
      RangeError,
      `Cannot take: index ${index} is out of range for axis 1 of size 3`,
    );
    assertThrows(
      () => vmap((x: Tensor, i: Tensor) => x.take(i))(x, indices),
      RangeError,
      `Cannot take: index ${index} is out of range for axis 0 of size 3`,
    );
    assertThrows(
      () => grad((x: Tensor) => x.take(indices, 1).sum())(x),
      RangeError,
      `index ${index} is out of range`,
    );
  }
});

Deno.test("take() takes a scalar index, and any dtype", () => {
  const x = tensor([[1, 2], [3, 4]], "int32");
  assertEquals(x.take(tensor(-1, "int32")).toArray(), [3, 4]);
  const flags = tensor([true, false]);
  assertEquals(flags.take(tensor([[1, 0]], "int32")).toArray(), [[
    false,
    true,
  ]]);
});

Deno.test("take() and scatterAdd() refuse what does not fit", () => {
  const indices = zeros([2], "int32");
  assertThrows(
    () => zeros([2]).take(zeros([2])),
    TypeError,
    "Cannot take: indices must have dtype int32, current dtype is float64",
  );
  assertThrows(
    () => zeros([2]).scatterAdd(zeros([2], "uint32"), 3),
    TypeError,
    "Cannot scatterAdd: indices must have dtype int32, current dtype is uint32",
  );
  assertThrows(
    () => zeros([2]).take(indices, 1),
    RangeError,
    "Cannot take: axis must be an integer in [-1, 1)",
  );
  assertThrows(
    () => zeros([3, 2]).scatterAdd(indices, 4),
    TypeError,
    "Cannot scatterAdd: shape [3, 2] must have the axes of the indices, [2], " +
      "in place of axis 0",
  );
  assertThrows(
    () => tensor(1).scatterAdd(indices, 4),
    TypeError,
    "Cannot scatterAdd: shape [] must have the axes of the indices, [2]",
  );
  assertThrows(
    () => zeros([2]).scatterAdd(indices, -1),
    RangeError,
    "Cannot scatterAdd: size must be a whole number of at least 0, current " +
      "value is -1",
  );
  assertThrows(
    () => tensor([true, true]).scatterAdd(indices, 2),
    TypeError,
    "Cannot scatterAdd: dtype must be float64, float32, int32 or uint32",
  );
});
