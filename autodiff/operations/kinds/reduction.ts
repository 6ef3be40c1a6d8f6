import type { AxisKind } from "../../compiler/compiled_form.ts";
import { checkOptionNames } from "../../check_names.ts";
import { allocate, type Data, type DType } from "../../dtypes.ts";
import { apply, type Value } from "../../graph.ts";
import type { Operation } from "../../operation.ts";
import { normalizeAxes, type Shape, sizeOf } from "../../shapes.ts";
import { reshape } from "../reshape.ts";
import { transpose } from "../transpose.ts";
import { checkNumeric } from "./dtype_checks.ts";

/** Which axis a primitive reduction runs along; it stays, with length 1. */
export interface AxisAttributes {
  readonly axis: number;
}

/** Which axes to reduce (all where none are named) and whether they stay. */
export interface ReductionOptions {
  /** An axis, or several; negative ones count from the back. */
  readonly axis?: number | readonly number[];
  /** Whether a reduced axis stays, with length 1. Default: false. */
  readonly keepDims?: boolean;
}

/** An operation on the elements along some axes. */
export type Reduction = (x: Value, options?: ReductionOptions) => Value;

/**
 * Makes the results of one line along an axis: its elements stand in `from` at
 * `first`, `first + step`, …, as many as `length`; the results go to `to`, from
 * `at` on by the same step. What is stored is rounded, or wraps, as its dtype
 * does.
 */
export type Line = (
  from: Data,
  first: number,
  step: number,
  length: number,
  to: Data,
  at: number,
) => void;

/** What an operation along one axis is made of. */
export interface AlongAxisDefinition {
  /** For elements of a dtype, along an axis that is the last one or isn't. */
  readonly line: (dtype: DType, last: boolean) => Line;
  /** Whether a line has as many results as elements, rather than one. */
  readonly running?: boolean;
  /** The dtype of the results, where it isn't that of the elements. */
  readonly dtype?: DType;
  /** The contribution to the cotangent of `x`; none where it is constant. */
  readonly derivative?: (
    g: Value,
    x: Value,
    axis: number,
    result: Value,
  ) => Value;
}

/** An operation on each line of its input along one axis, which stays. */
export function alongAxis(
  name: AxisKind,
  { line, running, dtype, derivative }: AlongAxisDefinition,
): (x: Value, axis: number) => Value {
  const operation: Operation<AxisAttributes> = {
    name,
    infer: ([x], { axis }) => ({
      shape: running ? x.shape : reducedShape(x.shape, [axis], true),
      dtype: dtype ?? x.dtype,
    }),
    evaluate([x], { axis }, { shape, dtype }) {
      const { outer, length, inner } = seenAlong(x.shape, axis);
      const run = line(x.dtype, axis === x.shape.length - 1);
      const result = allocate(dtype, sizeOf(shape));
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          const first = o * length * inner + i;
          const at = o * shape[axis] * inner + i;
          run(x.data, first, inner, length, result, at);
        }
      }
      return result;
    },
    derivative: (g, _index, { inputs: [x], result, attributes: { axis } }) =>
      derivative?.(g, x, axis, result),
    compiled: { kind: "axis", along: name },
    batch: (inputs, _mapped, _size, { axis }) =>
      apply(operation, inputs, { axis: axis + 1 }),
  };
  return (x, axis) => apply(operation, [x], { axis });
}

/**
 * An array of `shape` seen along one axis: `outer` × `length` × `inner`
 * elements, of which `inner` is 1 for the last axis.
 */
export function seenAlong(
  shape: Shape,
  axis: number,
): { outer: number; length: number; inner: number } {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    length: shape[axis],
    inner: sizeOf(shape.slice(axis + 1)),
  };
}

/** The shape without some axes, or, where these stay, with length 1 there. */
export function reducedShape(
  shape: Shape,
  axes: readonly number[],
  stay: boolean = false,
): Shape {
  return stay
    ? shape.map((length, i) => axes.includes(i) ? 1 : length)
    : shape.filter((_, i) => !axes.includes(i));
}

/**
 * The axes that the options of a reduction name, ascending.
 *
 * @param known the names of the options that the reduction has.
 * @throws {TypeError} if the options are not a record of these, such as an
 * axis by itself.
 * @throws {RangeError} for an axis that `x` does not have.
 */
export function reductionAxes(
  name: string,
  x: Value,
  options: ReductionOptions,
  known: readonly string[] = ["axis", "keepDims"],
): number[] {
  checkOptionNames(name, options, known, "a record such as { axis: 0 }");
  return normalizeAxes(name, options.axis, x.shape.length);
}

/**
 * A reduction of one axis after the other, the last one first.
 *
 * @returns a function that throws a TypeError for `bool`.
 */
export function reductionInTurn(
  name: AxisKind,
  definition: AlongAxisDefinition,
): Reduction {
  const reduce = alongAxis(name, definition);
  return (x, options = {}) => {
    checkNumeric(name, x);
    const axes = reductionAxes(name, x, options);
    const result = axes.reduceRight(reduce, x);
    const { keepDims } = options;
    return keepDims ? result : reshape(result, reducedShape(x.shape, axes));
  };
}

/** Reduces several axes as one: they are merged at the end. */
export function reduceMerged(
  x: Value,
  axes: readonly number[],
  keepDims: boolean | undefined,
  reduce: (x: Value, axis: number) => Value,
): Value {
  const { shape } = x;
  const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const result = axes.length === 1 ? reduce(x, axes[0]) : reduce(
    reshape(transpose(x, [...kept, ...axes]), [
      ...reducedShape(shape, axes),
      sizeOf(axes.map((i) => shape[i])),
    ]),
    kept.length,
  );
  return reshape(result, reducedShape(shape, axes, keepDims));
}
