import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  concatenate,
  grad,
  scalar,
  stack,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../autodiff/mod.ts";
import { anyDouble, check, shapes } from "../../support/property.ts";
import {
  arraysWithAxis,
  assertTensor,
  build,
  mapRows,
  type Plain,
  reader,
  toTensor,
} from "./array_support.ts";

/** An array, an axis, and the lengths of the parts it is cut into there. */
const input = arraysWithAxis(
  shapes({ minRank: 1, maxRank: 3, maxSize: 5 }),
  anyDouble(),
).chain(([whole, axis]) =>
  fc.array(fc.nat(whole.shape[axis]), { maxLength: 3 }).map((cuts) => {
    const at = [0, ...cuts.toSorted((a, b) => a - b), whole.shape[axis]];
    const parts = at.slice(1).map((end, i) =>
      mapRows(whole, axis, (row) => row.slice(at[i], end))
    );
    return { whole, axis, parts };
  })
);

Deno.test("concatenate() joins what was cut", () => {
  check(
    fc.property(input, ({ whole, axis, parts }) => {
      const values = parts.map((part) => toTensor(part));
      assertTensor(concatenate(values, axis), whole);
      assertTensor(concatenate(values, axis - whole.shape.length), whole);
    }),
    { numRuns: 300 },
  );
});

Deno.test("concatenate() cuts its cotangent", () => {
  check(fc.property(input, ({ whole, axis, parts }) => {
    const f = (values: Tensor[]) =>
      concatenate(values, axis).mul(toTensor(whole)).sum();
    const slopes = grad(f)(parts.map(({ shape }) => zeros(shape)));
    slopes.forEach((slope, i) => assertTensor(slope, parts[i]));
  }));
});

Deno.test("concatenate() adds up what one tensor gets in two places", () => {
  const f = (x: Tensor) =>
    concatenate([x, tensor([0]), x]).mul(tensor([1, 2, 9, 30, 40])).sum();
  assertEquals(grad(f)(tensor([0, 0])).toArray(), [31, 42]);
});

Deno.test("concatenate() joins instance by instance under vmap", () => {
  const shared = tensor([7]);
  const x = tensor([[1, 2], [3, 4]]);
  const f = (x: Tensor) => concatenate([shared, x]);
  assertEquals(vmap(f)(x).toArray(), [[7, 1, 2], [7, 3, 4]]);
});

Deno.test("concatenate() joins along the first axis by default", () => {
  const joined = concatenate([tensor([[1]]), tensor([[2], [3]])]);
  assertEquals(joined.toArray(), [[1], [2], [3]]);
  assertEquals(concatenate([tensor([true]), tensor([false])]).toArray(), [
    true,
    false,
  ]);
});

Deno.test("concatenate() refuses what does not fit", () => {
  assertThrows(
    () => concatenate([]),
    TypeError,
    "Cannot concatenate: there must be at least 1 tensor",
  );
  assertThrows(
    () => concatenate([zeros([2, 3]), zeros([2, 2])]),
    TypeError,
    "Cannot concatenate: shapes [2, 3] and [2, 2] must be equal but for axis 0",
  );
  assertThrows(
    () => concatenate([zeros([2, 3]), zeros([2])], 1),
    TypeError,
    "Cannot concatenate: shapes [2, 3] and [2] must be equal but for axis 1",
  );
  assertThrows(
    () => concatenate([zeros([2]), zeros([2], "float32")]),
    TypeError,
    "Cannot concatenate: dtypes float64 and float32 do not mix",
  );
  assertThrows(
    () => concatenate([zeros([2]), zeros([2])], 1),
    RangeError,
    "Cannot concatenate: axis must be an integer in [-1, 1)",
  );
  assertThrows(() => concatenate([tensor(1)]), RangeError, "Cannot concat");
});

Deno.test("stack() joins along a new axis", () => {
  const input = fc.tuple(
    shapes({ maxRank: 3, maxSize: 4 }),
    fc.integer({ min: 1, max: 3 }),
  );
  check(fc.property(input, ([shape, n]) => {
    const parts = Array.from(
      { length: n },
      (_, i): Plain =>
        build(
          shape,
          (...place) => place.reduce((sum, index) => 10 * sum + index, i),
        ),
    );
    for (let axis = 0; axis <= shape.length; axis++) {
      const expected = build(
        shape.toSpliced(axis, 0, n),
        (...place) => reader(parts[place[axis]])(...place.toSpliced(axis, 1)),
      );
      const values = parts.map((part) => toTensor(part));
      assertTensor(stack(values, axis), expected);
      assertTensor(stack(values, axis - shape.length - 1), expected);
    }
  }));
});

Deno.test("stack() unstacks its cotangent", () => {
  const f = ([a, b]: [Tensor, Tensor]) =>
    stack([a, b], 1).mul(tensor([[1, 2], [3, 4]])).sum();
  const [da, db] = grad(f)([zeros([2]), zeros([2])]);
  assertEquals([da.toArray(), db.toArray()], [[1, 3], [2, 4]]);
});

Deno.test("stack() lets weak scalars take the dtype they meet", () => {
  const joined = stack([scalar(0.1), tensor(2, "float32")]);
  assertEquals(joined.dtype, "float32");
  assertEquals(joined.toArray(), [Math.fround(0.1), 2]);
  assertEquals(stack([scalar(0.1)]).dtype, "float64");
});

Deno.test("stack() refuses what does not fit", () => {
  assertThrows(
    () => stack([]),
    TypeError,
    "Cannot stack: there must be at least 1 tensor",
  );
  assertThrows(
    () => stack([zeros([2]), zeros([1])]),
    TypeError,
    "Cannot stack: shapes [2] and [1] must be equal",
  );
  assertThrows(
    () => stack([zeros([2]), zeros([2], "int32")]),
    TypeError,
    "Cannot stack: dtypes float64 and int32 do not mix",
  );
  assertThrows(
    () => stack([zeros([2])], 2),
    RangeError,
    "Cannot stack: axis must be an integer in [-2, 2)",
  );
});
