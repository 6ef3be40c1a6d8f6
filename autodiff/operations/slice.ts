import type { Value } from "../graph.ts";
import { rangeError, typeError } from "../handle.ts";
import { formatShape, sameShape, type Shape } from "../shapes.ts";
import { steppedView } from "../strided.ts";
import { place } from "./kinds/place.ts";
import { viewing } from "./kinds/viewing.ts";

/** For each axis the first index, the distance to the next, and how many. */
interface Window {
  readonly begin: readonly number[];
  readonly step: readonly number[];
  readonly shape: Shape;
}

const operation: (x: Value, attributes: Window) => Value = viewing<Window>(
  "slice",
  {
    shape: (_from, { shape }) => shape,
    view: steppedView,
    derivative: (g, from, { begin, step }) =>
      place(g, { shape: from, begin, step, value: 0 }),
    batch: (x, { begin, step, shape }, size) =>
      operation(x, {
        begin: [0, ...begin],
        step: [1, ...step],
        shape: [size, ...shape],
      }),
  },
);

/**
 * The elements whose index along each axis is `begin`, `begin + step`, … and
 * less than `end`: NumPy's `x[begin:end:step]`.
 *
 * Negative bounds count from the back, and bounds beyond an axis stop at its
 * ends. Axes for which an array has no entry, and an end of `Infinity`, are
 * taken to the end.
 *
 * @param x a tensor of any dtype.
 * @param begin the first index along each axis; default: 0.
 * @param end the index along each axis before which to stop; default: its
 * length.
 * @param step how far to go along each axis, at least 1; default: 1.
 * @throws {TypeError} for what is not an array, or one with more entries than
 * `x` has axes.
 * @throws {RangeError} for a bound that is not an integer and a step that is
 * not an integer of at least 1.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3, 4], [5, 6, 7, 8]]);
 * assertEquals(x.slice([1]).toArray(), [[5, 6, 7, 8]]);
 * assertEquals(x.slice([0, 1], [2, -1]).toArray(), [[2, 3], [6, 7]]);
 * assertEquals(x.slice([0, 0], [1, 4], [1, 2]).toArray(), [[1, 3]]);
 * ```
 */
export function slice(
  x: Value,
  begin: readonly number[],
  end: readonly number[] = [],
  step: readonly number[] = [],
): Value {
  checkEntries("begin", begin, x.shape, Number.isInteger, "an integer");
  checkEntries(
    "end",
    end,
    x.shape,
    (bound) => Number.isInteger(bound) || bound === Infinity,
    "an integer or Infinity",
  );
  checkEntries(
    "step",
    step,
    x.shape,
    (step) => Number.isInteger(step) && step >= 1,
    "an integer of at least 1",
  );
  const first = x.shape.map((length, axis) => bound(begin[axis] ?? 0, length));
  const steps = x.shape.map((_, axis) => step[axis] ?? 1);
  const shape = x.shape.map((length, axis) => {
    const distance = bound(end[axis] ?? length, length) - first[axis];
    return Math.max(0, Math.ceil(distance / steps[axis]));
  });
  return sameShape(shape, x.shape)
    ? x
    : operation(x, { begin: first, step: steps, shape });
}

/** A bound counted from the front, and not beyond the ends of the axis. */
function bound(at: number, length: number): number {
  return Math.min(Math.max(at < 0 ? at + length : at, 0), length);
}

function checkEntries(
  name: string,
  entries: readonly number[],
  shape: Shape,
  fits: (entry: number) => boolean,
  right: string,
): void {
  if (!Array.isArray(entries)) {
    const right = `${name} must be an array of a number for each axis`;
    throw typeError("slice", right, entries);
  }
  if (entries.length > shape.length) {
    throw new TypeError(
      `Cannot slice: ${name} ${formatShape(entries)} has more entries than ` +
        `shape ${formatShape(shape)} has axes`,
    );
  }
  const wrong = entries.find((entry) => !fits(entry));
  if (wrong === undefined) return;
  throw rangeError("slice", `each ${name} must be ${right}`, wrong);
}
