/** Arrays of any rank, written for tests apart from the library's own. */
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  type DType,
  type Tensor,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { moderateDouble } from "../../support/property.ts";

/** An array: its shape, and its elements in row-major order. */
export interface Plain {
  shape: number[];
  elements: number[];
}

/** The float dtypes, each with how it rounds. */
export const floats: ["float64" | "float32", (x: number) => number][] = [
  ["float64", (x) => x],
  ["float32", Math.fround],
];

/** The coordinates of each element of a shape in row-major order. */
export function coordinates(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (lists, length) =>
      lists.flatMap((list) =>
        Array.from({ length }, (_, index) => [...list, index])
      ),
    [[]],
  );
}

/** The number of elements of a shape. */
export function count(shape: readonly number[]): number {
  return coordinates(shape).length;
}

/** The array of `shape` whose element at each place `f` gives. */
export function build(
  shape: number[],
  f: (...place: number[]) => number,
): Plain {
  return { shape, elements: coordinates(shape).map((place) => f(...place)) };
}

/** How the elements of an array are found by their coordinates. */
export function reader({ shape, elements }: Plain) {
  const found = new Map(
    coordinates(shape).map((place, i) => [place.join(), elements[i]]),
  );
  return (...place: number[]): number => {
    const element = found.get(place.join());
    if (element === undefined) throw new RangeError(`No element at [${place}]`);
    return element;
  };
}

/** The array with each row along an axis replaced by what `f` makes of it. */
export function mapRows(
  array: Plain,
  axis: number,
  f: (row: number[]) => number[],
): Plain {
  const { shape } = array;
  const at = reader(array);
  const length = f(new Array<number>(shape[axis]).fill(1)).length;
  const rows = new Map(
    coordinates(shape.with(axis, 1)).map((place) => [
      place.join(),
      f(
        Array.from(
          { length: shape[axis] },
          (_, index) => at(...place.with(axis, index)),
        ),
      ),
    ]),
  );
  return build(
    shape.with(axis, length),
    (...place) => rows.get(place.with(axis, 0).join())![place[axis]],
  );
}

/** The array as a tensor. */
export function toTensor(
  { shape, elements }: Plain,
  dtype: DType = "float64",
): Tensor {
  const flat = dtype === "bool"
    ? elements.map((element) => element !== 0)
    : elements;
  return tensor(flat, dtype).reshape(shape);
}

/** Asserts that a tensor has the shape, dtype and bits of an array. */
export function assertTensor(
  actual: Tensor,
  expected: Plain,
  dtype: DType = "float64",
  message?: string,
): void {
  assertEquals(actual.dtype, dtype, message);
  assertEquals([...actual.shape], expected.shape, message);
  assertSameBits([...actual.toTypedArray()], expected.elements, message);
}

/** Numbers whose sums and products depend on the order of the terms. */
export function roundedTerms(
  round: (x: number) => number,
): fc.Arbitrary<number> {
  return fc.tuple(moderateDouble(), fc.integer({ min: -6, max: 6 })).map(
    ([x, exponent]) => round(x * Math.pow(2, exponent)),
  );
}

/** Arrays of the shapes with these elements. */
export function arrays(
  shapes: fc.Arbitrary<number[]>,
  element: fc.Arbitrary<number>,
): fc.Arbitrary<Plain> {
  return shapes.chain((shape) => {
    const length = count(shape);
    return fc.array(element, { minLength: length, maxLength: length })
      .map((elements) => ({ shape, elements }));
  });
}

/** An array with an axis of it. */
export function arraysWithAxis(
  shapes: fc.Arbitrary<number[]>,
  element: fc.Arbitrary<number>,
): fc.Arbitrary<[Plain, number]> {
  return arrays(shapes, element).chain((array) =>
    fc.tuple(fc.constant(array), fc.nat(array.shape.length - 1))
  );
}

/** The sum of a row as the last axis has it: eight partial sums. */
export function sumInEights(
  row: readonly number[],
  round: (x: number) => number,
): number {
  const part = (j: number) =>
    sumAscending(row.filter((_, i) => i % 8 === j), round);
  const plus = (a: number, b: number) => round(a + b);
  return plus(
    plus(plus(part(0), part(4)), plus(part(2), part(6))),
    plus(plus(part(1), part(5)), plus(part(3), part(7))),
  );
}

/** The sum of a row as any other axis has it. */
export function sumAscending(
  row: readonly number[],
  round: (x: number) => number,
): number {
  return row.reduce((total, x) => round(total + x), 0);
}

/** The sum along some axes, which stay with length 1. */
export function sumAlong(
  array: Plain,
  axes: readonly number[],
  round: (x: number) => number,
): Plain {
  const last = array.shape.length - 1;
  return [...axes].sort((a, b) => b - a).reduce(
    (rest, axis) =>
      mapRows(
        rest,
        axis,
        (row) => [(axis === last ? sumInEights : sumAscending)(row, round)],
      ),
    array,
  );
}

/** The array without some axes, all of length 1. */
export function without({ shape, elements }: Plain, axes: number[]): Plain {
  return { shape: shape.filter((_, i) => !axes.includes(i)), elements };
}

/** All subsets of the axes of a rank, the empty one included. */
export function subsets(rank: number): number[][] {
  return Array.from(
    { length: 2 ** rank },
    (_, bits) =>
      Array.from({ length: rank }, (_, axis) => axis)
        .filter((axis) => Math.floor(bits / 2 ** axis) % 2 === 1),
  );
}

/** For each result of a reduction over `axes`, the positions it is made of. */
export function groupsOf(
  shape: readonly number[],
  axes: readonly number[],
): number[][] {
  const groups = new Map<string, number[]>(
    coordinates(shape.map((length, i) => axes.includes(i) ? 1 : length))
      .map((place) => [place.join(), []]),
  );
  coordinates(shape).forEach((place, position) => {
    const kept = place.map((index, i) => axes.includes(i) ? 0 : index);
    groups.get(kept.join())!.push(position);
  });
  return [...groups.values()];
}

/** The elements of a tensor, as numbers. */
export function elementsOf(x: Tensor): number[] {
  return [...x.toTypedArray()];
}

/**
 * Asserts that `f` under vmap has the shape, dtype and bits that it has on
 * each instance alone, whichever of the operands are mapped. Each operand is
 * an array with its instances in front, of which the first is used where the
 * operand is shared.
 */
export function assertMapped(
  f: (a: Tensor, b: Tensor) => Tensor,
  operands: readonly [[Plain, DType], [Plain, DType]],
): void {
  const instance = (
    [{ shape, elements }, dtype]: [Plain, DType],
    k: number,
  ) => {
    const length = elements.length / shape[0];
    const own = elements.slice(k * length, (k + 1) * length);
    return toTensor({ shape: shape.slice(1), elements: own }, dtype);
  };
  for (const mapped of [[true, true], [true, false], [false, true]]) {
    const [a, b] = operands.map((operand, i) =>
      mapped[i] ? toTensor(...operand) : instance(operand, 0)
    );
    const axes = mapped.map((isMapped) => isMapped ? 0 : null);
    const size = operands[0][0].shape[0];
    const alone = Array.from({ length: size }, (_, k) => {
      const [a, b] = operands.map((operand, i) =>
        instance(operand, mapped[i] ? k : 0)
      );
      return f(a, b);
    });
    assertTensor(vmap(f, { axes })(a, b), {
      shape: [size, ...alone[0].shape],
      elements: alone.flatMap(elementsOf),
    }, alone[0].dtype);
  }
}
