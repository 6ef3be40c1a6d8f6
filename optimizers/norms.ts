import {
  divideOrZero,
  type Tensor,
  type TreeOf,
  where,
} from "../autodiff/mod.ts";
import { flattenTree } from "../autodiff/trees.ts";

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
  const norm = scaled.map((u) => u.square().sum())
    .reduce((a, b) => a.add(b)).sqrt();
  const fits = norm.mul(scale).lessEqual(maxNorm);
  return flat.rebuild(flat.leaves.map((u, i) => {
    const direction = divideOrZero(scaled[i], norm);
    return where(fits, u, direction.mul(maxNorm).cast(u.dtype));
  }));
}

/** The axes of a unit: all of a vector, and all but the last of others. */
export function unitAxes({ rank }: Tensor): number[] {
  return Array.from({ length: rank < 2 ? rank : rank - 1 }, (_, i) => i);
}

/** The norm of each unit of a tensor that is not empty. */
export interface UnitNorms {
  /** What elements and norms are multiplied by; the axes stay. */
  readonly scale: Tensor;
  /** The elements over the scale, in float64. */
  readonly scaled: Tensor;
  /** The norms over the scale; the axes stay. */
  readonly norm: Tensor;
}

/** The norm of each unit. */
export function unitNorms(x: Tensor): UnitNorms {
  const over = { axis: unitAxes(x), keepDims: true };
  const double = x.cast("float64");
  const scale = scaleOf(double.abs().max(over));
  const scaled = double.div(scale);
  return { scale, scaled, norm: scaled.square().sum(over).sqrt() };
}
