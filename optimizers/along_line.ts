import { scalar, type Tensor } from "../autodiff/mod.ts";
import { programsByShape } from "./programs_by_shape.ts";
import { each, innerProduct, total } from "./whole_tree.ts";

type Tensors = readonly Tensor[];

/** Fewer numbers are computed with sooner than a program is made. */
const worthIt = 1024;

const point = programsByShape(
  (w: Tensors, down: Tensors, t: Tensor): Tensors =>
    each((w, d) => w.sub(d.mul(t)), w, down),
  worthIt,
);

const scaled = programsByShape(
  (down: Tensors, t: Tensor): Tensors => each((d) => d.mul(t), down),
  worthIt,
);

const slope = programsByShape<[Tensors, Tensors], Tensor>(
  innerProduct,
  worthIt,
);

const length = programsByShape(
  (x: Tensors): Tensor => total(each((x) => x.abs(), x)),
  worthIt,
);

const greatest = programsByShape(
  (x: Tensors): Tensors => each((x) => x.abs().max(), x),
  worthIt,
);

/** w − t·down. */
export function pointAlong(w: Tensors, down: Tensors, t: number): Tensors {
  return point(w, w, down, scalar(t));
}

/** t·down. */
export function stepAlong(down: Tensors, t: number): Tensors {
  return scaled(down, down, scalar(t));
}

/** How the function with the gradient g changes along −down: −⟨g, down⟩. */
export function slopeAlong(g: Tensors, down: Tensors): number {
  return -slope(g, g, down).item();
}

/** Σ|x| over all tensors. */
export function sumOfMagnitudes(x: Tensors): number {
  return length(x, x).item();
}

/** The greatest |x| of all tensors; −∞ where there are no numbers. */
export function greatestMagnitude(x: Tensors): number {
  const full = x.filter(({ size }) => size > 0);
  return Math.max(...greatest(full, full).map((each) => each.item()));
}
