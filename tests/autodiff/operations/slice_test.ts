import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  slice,
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
  coordinates,
  type Plain,
  reader,
  toTensor,
} from "./array_support.ts";

/** The indices that NumPy's begin:end:step chooses from an axis. */
function chosen(
  length: number,
  begin: number,
  end: number,
  step: number,
): number[] {
  const whole = Array.from({ length }, (_, i) => i);
  return whole.slice(begin, end).filter((_, i) => i % step === 0);
}

interface Bounds {
  begin: number[];
  end: number[];
  step: number[];
}

/** An array with bounds for some or all of its axes. */
const input: fc.Arbitrary<[Plain, Bounds]> = arrays(
  shapes({ maxSize: 5 }),
  anyDouble(),
).chain((array) => {
  const maxLength = array.shape.length;
  const bound = fc.integer({ min: -8, max: 8 });
  const end = fc.oneof(bound, fc.constant(Infinity));
  const step = fc.integer({ min: 1, max: 4 });
  return fc.tuple(
    fc.constant(array),
    fc.record({
      begin: fc.array(bound, { maxLength }),
      end: fc.array(end, { maxLength }),
      step: fc.array(step, { maxLength }),
    }),
  );
});

function indicesOf({ shape }: Plain, { begin, end, step }: Bounds): number[][] {
  return shape.map((length, axis) =>
    chosen(length, begin[axis] ?? 0, end[axis] ?? length, step[axis] ?? 1)
  );
}

Deno.test("slice() chooses as NumPy's begin:end:step does", () => {
  check(
    fc.property(input, ([array, bounds]) => {
      const indices = indicesOf(array, bounds);
      const at = reader(array);
      const expected = build(
        indices.map((list) => list.length),
        (...place) => at(...place.map((i, axis) => indices[axis][i])),
      );
      const { begin, end, step } = bounds;
      assertTensor(toTensor(array).slice(begin, end, step), expected);
    }),
    { numRuns: 500 },
  );
});

Deno.test("slice() puts its cotangent back where it chose", () => {
  check(
    fc.property(input, ([array, bounds]) => {
      const indices = indicesOf(array, bounds);
      const { begin, end, step } = bounds;
      const size = indices.map((list) => list.length);
      const weights = build(
        size,
        (...place) => 1 + place.reduce((sum, i) => 10 * sum + i, 0),
      );
      const f = (x: Tensor) =>
        slice(x, begin, end, step).mul(toTensor(weights)).sum();
      const back = new Map(
        coordinates(size).map((place, i) => [
          place.map((index, axis) => indices[axis][index]).join(),
          weights.elements[i],
        ]),
      );
      const expected = build(
        array.shape,
        (...place) => back.get(place.join()) ?? 0,
      );
      assertTensor(grad(f)(toTensor(array)), expected);
    }),
    { numRuns: 300 },
  );
});

Deno.test("slice() has the second derivative of what it chose", () => {
  const f = (x: Tensor) => x.slice([1], [5], [2]).square().sum();
  const slope = grad(f);
  const curvature = grad((x: Tensor) =>
    slope(x).mul(tensor([1, 2, 3, 4, 5])).sum()
  );
  const x = tensor([1, 2, 3, 4, 5]);
  assertEquals(slope(x).toArray(), [0, 4, 0, 8, 0]);
  assertEquals(curvature(x).toArray(), [0, 4, 0, 8, 0]);
});

Deno.test("slice() leaves the axis of instances alone under vmap", () => {
  const x = tensor([[1, 2, 3, 4], [5, 6, 7, 8]]);
  const f = (x: Tensor) => x.slice([1], [4], [2]);
  assertEquals(vmap(f)(x).toArray(), [[2, 4], [6, 8]]);
  const slope = grad((x: Tensor) => f(x).square().sum());
  assertEquals(vmap(slope)(x).toArray(), [[0, 4, 0, 8], [0, 12, 0, 16]]);
});

Deno.test("slice() keeps the dtype", () => {
  assertEquals(tensor([true, false]).slice([1]).toArray(), [false]);
  assertEquals(tensor([1, 2], "float32").slice([1]).dtype, "float32");
});

Deno.test("slice() refuses what are not bounds", () => {
  const x = zeros([2, 3]);
  const right = "must be an integer";
  const cases: [() => Tensor, string][] = [
    [() => x.slice([0.5]), `each begin ${right}, current value is 0.5`],
    [() => x.slice([Infinity]), `each begin ${right}, current value is Inf`],
    [() => x.slice([0], [NaN]), `each end ${right} or Infinity, current value`],
    [() => x.slice([], [-Infinity]), `each end ${right} or Infinity`],
    [
      () => x.slice([], [], [1, 0]),
      `each step ${right} of at least 1, current value is 0`,
    ],
    [() => x.slice([], [], [1.5]), `each step ${right} of at least 1`],
  ];
  for (const [f, text] of cases) {
    assertThrows(f, RangeError, `Cannot slice: ${text}`);
  }
  assertThrows(
    () => x.slice([0, 0, 0]),
    TypeError,
    "Cannot slice: begin [0, 0, 0] has more entries than shape [2, 3] has axes",
  );
});
