import {
  type Key,
  key,
  type Tensor,
  tensor,
  where,
} from "../../autodiff/mod.ts";

/** Where a comparison begins, and the gradients that it meets. */
export interface Trajectory<P> {
  /** The parameters before the first step: a tensor or a tree of tensors. */
  readonly start: P;
  /** The gradients of the steps, each a tree like the parameters. */
  readonly gradients: readonly P[];
}

/** Tensors by name, as the parameters of a trajectory that is drawn. */
export type Drawn = Readonly<Record<string, Tensor>>;

/** The shapes of the tensors that are drawn. */
const shapes = { bias: [3], weight: [2, 3] };

/**
 * A trajectory drawn from a key: tensors `weight` of shape [2, 3] and `bias` of
 * shape [3], and a scalar `idle` whose gradients are all 0. The elements of the
 * gradients are normal draws times 10 to a whole power from −3 to 1, drawn for
 * each element and step; one in eight is 0.
 */
export function drawTrajectory(
  steps: number,
  from: Key = key(0),
): Trajectory<Drawn> {
  return {
    start: drawTree(
      tensor(1),
      (name, shape) => from.fold("start").fold(name).normal(shape),
    ),
    gradients: Array.from({ length: steps }, (_, i) => {
      const at = from.fold("gradients").fold(String(i + 1));
      return drawTree(tensor(0), (name, shape) => {
        const own = at.fold(name);
        const power = own.fold("power").integers(-3, 2, shape).cast("float64");
        const rests = own.fold("rests").bernoulli(0.125, shape);
        const scale = power.mul(Math.LN10).exp();
        return where(rests, 0, own.fold("size").normal(shape).mul(scale));
      });
    }),
  };
}

function drawTree(
  idle: Tensor,
  draw: (name: string, shape: readonly number[]) => Tensor,
): Drawn {
  const drawn = Object.entries(shapes)
    .map(([name, shape]) => [name, draw(name, shape)]);
  return { ...Object.fromEntries(drawn), idle };
}
