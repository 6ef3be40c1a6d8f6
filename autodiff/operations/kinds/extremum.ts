import { allocate } from "../../dtypes.ts";
import { apply, type Value } from "../../graph.ts";
import { type Operation, reals } from "../../operation.ts";
import { formatShape, sizeOf } from "../../shapes.ts";
import { cast } from "../cast.ts";
import { divideOrZero } from "../divide_or_zero.ts";
import { equal } from "../equal.ts";
import { sum } from "../sum.ts";
import { where } from "../where.ts";
import { dtypeError } from "./elementwise.ts";
import {
  alongAxis,
  type AxisAttributes,
  batchAlongAxis,
  reducedShape,
  reduceMerged,
  reductionAxes,
  type ReductionOptions,
} from "./reduction.ts";

/**
 * The reduction along one axis to the element that `pick` prefers, where
 * `pick` is `Math.max` or `Math.min`: these propagate NaN and order -0 below
 * +0.
 */
export function extremum(
  name: "max" | "min",
  pick: (a: number, b: number) => number,
): Operation<AxisAttributes> {
  const operation: Operation<AxisAttributes> = {
    name,
    domain: [reals],
    infer: ([x], { axis }) => ({
      shape: reducedShape(x.shape, axis),
      dtype: x.dtype,
      weak: false,
    }),
    evaluate([x], { axis }, { shape, dtype }) {
      const { outer, length, inner } = alongAxis(x.shape, axis);
      const result = allocate(dtype, sizeOf(shape));
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          const first = o * length * inner + i;
          let picked = x.data[first];
          for (let k = 1; k < length; k++) {
            picked = pick(picked, x.data[first + k * inner]);
          }
          result[o * inner + i] = picked;
        }
      }
      return result;
    },
    derivative(g, _index, { inputs: [x], result, attributes: { axis } }) {
      const attained = equal(x, result);
      const ties = sum(cast(attained, x.dtype), { axis, keepDims: true });
      return where(attained, divideOrZero(g, ties), 0);
    },
    compiled: { kind: "axis", along: name },
    batch: (inputs, _mapped, _size, attributes) =>
      batchAlongAxis(operation, inputs, attributes),
  };
  return operation;
}

/**
 * Reduces by an extremum, several axes as if they were one.
 *
 * @throws {TypeError} for `bool`, and for an axis of length 0.
 */
export function reduceExtremum(
  operation: Operation<AxisAttributes>,
  x: Value,
  options: ReductionOptions,
): Value {
  const { name } = operation;
  if (x.dtype === "bool") {
    throw dtypeError(name, x.dtype, ["float", "int32", "uint32"]);
  }
  const axes = reductionAxes(name, x, options);
  checkNotEmpty(name, x, axes);
  return reduceMerged(
    name,
    x,
    options,
    (x, axis) => apply(operation, [x], { axis }),
  );
}

/**
 * Checks that there is an element to choose along each of `axes`.
 *
 * @throws {TypeError} naming an axis of length 0.
 */
export function checkNotEmpty(
  name: string,
  { shape }: Value,
  axes: readonly number[],
): void {
  const empty = axes.find((axis) => shape[axis] === 0);
  if (empty === undefined) return;
  throw new TypeError(
    `Cannot ${name}: axis ${empty} of shape ${formatShape(shape)} has no ` +
      `elements to choose from`,
  );
}
