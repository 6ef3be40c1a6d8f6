import type { DType } from "../../dtypes.ts";
import { apply, type Value } from "../../graph.ts";
import { describe } from "../../handle.ts";
import type { Operation } from "../../operation.ts";
import { normalizeAxes, type Shape, sizeOf } from "../../shapes.ts";
import { reshape } from "../reshape.ts";
import { transpose } from "../transpose.ts";

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

/** The shape with `axis` reduced to length 1. */
export function reducedShape(shape: Shape, axis: number): Shape {
  return shape.map((length, i) => i === axis ? 1 : length);
}

/**
 * An array of `shape` seen along one axis: `outer` × `length` × `inner`
 * elements, of which `inner` is 1 for the last axis.
 */
export function alongAxis(
  shape: Shape,
  axis: number,
): { outer: number; length: number; inner: number } {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    length: shape[axis],
    inner: sizeOf(shape.slice(axis + 1)),
  };
}

/** The batching rule of what runs along one axis: the axis is one further. */
export function batchAlongAxis<A extends AxisAttributes>(
  operation: Operation<A>,
  inputs: readonly Value[],
  attributes: A,
): Value {
  return apply(operation, inputs, { ...attributes, axis: attributes.axis + 1 });
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
  if (typeof options !== "object" || Array.isArray(options)) {
    throw new TypeError(
      `Cannot ${name}: options must be a record such as { axis: 0 }, ` +
        `current value is ${describe(options)}`,
    );
  }
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new TypeError(
      `Cannot ${name}: there is no option ${unknown}; there are ` +
        known.join(", "),
    );
  }
  return normalizeAxes(name, options.axis, x.shape.length);
}

/** Reduces several axes one after the other, the last one first. */
export function reduceInTurn(
  name: string,
  x: Value,
  options: ReductionOptions,
  reduce: (x: Value, axis: number) => Value,
): Value {
  const axes = reductionAxes(name, x, options);
  const result = axes.reduceRight(reduce, x);
  return options.keepDims ? result : reshape(result, without(x.shape, axes));
}

/** Reduces several axes at once: they are merged into one, at the end. */
export function reduceMerged(
  name: string,
  x: Value,
  { axis, keepDims = false }: ReductionOptions,
  reduce: (x: Value, axis: number) => Value,
): Value {
  const { shape } = x;
  const axes = normalizeAxes(name, axis, shape.length);
  if (axes.length === 0) return x;
  const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const rest = without(shape, axes);
  const merged = reshape(transpose(x, [...kept, ...axes]), [
    ...rest,
    sizeOf(axes.map((i) => shape[i])),
  ]);
  const result = reduce(merged, rest.length);
  const keptShape = shape.map((length, i) => axes.includes(i) ? 1 : length);
  return reshape(result, keepDims ? keptShape : rest);
}

function without(shape: Shape, axes: readonly number[]): Shape {
  return shape.filter((_, i) => !axes.includes(i));
}

/** How the sum of two elements, or the product of two floats, fits a dtype. */
export function rounding(dtype: DType): (x: number) => number {
  switch (dtype) {
    case "float32":
      return Math.fround;
    case "int32":
      return (x) => x | 0;
    case "uint32":
      return (x) => x >>> 0;
    default:
      return (x) => x;
  }
}
