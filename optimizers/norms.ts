import {
  divideOrZero,
  type Tensor,
  type TreeOf,
  where,
} from "../autodiff/mod.ts";
import { flattenTree } from "../autodiff/trees.ts";
import { denoted } from "./denoted.ts";

/** 2⁵⁶⁰: divided by it, huge numbers have squares; tiny ones, times it. */
const huge = 3.7739624248215415e168;

/** What numbers of this greatest magnitude are divided by to be squared. */
function scaleOf(greatest: Tensor): Tensor {
  const small = where(greatest.less(1e-140), 1 / huge, 1);
  return where(greatest.greater(1e140), huge, small);
}

/** The updates, scaled down to a norm of all tensors together. */
export function clipToNorm<P extends Tensor | TreeOf<P>>(
  updates: P,
  maxNorm: Tensor,
): P {
  const flat = flattenTree("update", updates);
  const doubles = flat.leaves.map((u) => u.cast("float64"));
  const full = doubles.filter(({ size }) => size > 0);
  if (full.length === 0) return updates;
  const greatest = full.map((u) => u.abs().max())
    .reduce((a, b) => a.maximum(b));
  const scale = scaleOf(greatest);
  const scaled = doubles.map((u) => u.div(scale));
  const overScale = scaled.map((u) => u.square().sum())
    .reduce((a, b) => a.add(b)).sqrt();
  const norm = denoted("norm", doubles, overScale.mul(scale));
  const fits = norm.lessEqual(maxNorm);
  return flat.rebuild(flat.leaves.map((u, i) => {
    const direction = directionOf(u, norm, divideOrZero(scaled[i], overScale));
    return where(fits, u, direction.mul(maxNorm).cast(u.dtype));
  }));
}

/** What formulas write as x over its norm. */
function directionOf(x: Tensor, norm: Tensor, direction: Tensor): Tensor {
  return denoted("divideOrZero", [x, norm], direction);
}

/** The axes of a unit: all of a vector, and all but the last of others. */
export function unitAxes({ rank }: Tensor): number[] {
  return Array.from({ length: rank < 2 ? rank : rank - 1 }, (_, i) => i);
}

/** The units of a tensor that is not empty, in float64. */
export interface Units {
  /** The norm of each; the axes stay. */
  readonly norm: Tensor;
  /** The tensor over the norms. */
  readonly direction: Tensor;
}

/** The norm of each unit, in which no square over- or underflows. */
export function unitsOf(x: Tensor): Units {
  const axis = unitAxes(x);
  const over = { axis, keepDims: true };
  const double = x.cast("float64");
  const scale = scaleOf(double.abs().max(over));
  const scaled = double.div(scale);
  const overScale = scaled.square().sum(over).sqrt();
  const part = x.rank < 2
    ? ""
    : `${axis.length > 1 ? "axes" : "axis"} ${axis.join(" and ")}`;
  const norm = denoted("norm", [x], overScale.mul(scale), part);
  return {
    norm,
    direction: directionOf(x, norm, divideOrZero(scaled, overScale)),
  };
}
