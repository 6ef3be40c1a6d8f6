import { type Shape, stridesOf } from "../../shapes.ts";
import type { View } from "../compiled_form.ts";
import type { Extents } from "./access.ts";

/**
 * A nest of loops that visits all elements of a domain: how often each loop
 * runs, and where in row-major order a turn leads.
 */
export interface Domain {
  readonly extents: Extents;
  readonly at: View;
}

/** The loops over a shape, axis by axis; that of `last` is the innermost. */
export function domainOf(shape: Shape, last?: number): Domain {
  const axes = loopAxes(shape, last);
  const strides = stridesOf(shape);
  return {
    extents: axes.map((axis) => shape[axis]),
    at: { offset: 0, strides: axes.map((axis) => strides[axis]) },
  };
}

/** The axes of a shape that need a loop, in order. */
export function loopAxes(shape: Shape, last?: number): number[] {
  const axes = shape.map((_, axis) => axis)
    .filter((axis) => shape[axis] !== 1 && axis !== last);
  return last === undefined || shape[last] === 1 ? axes : [...axes, last];
}
