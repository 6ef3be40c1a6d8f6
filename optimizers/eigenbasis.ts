import { eye, type Tensor, zeros, zerosLike } from "../autodiff/mod.ts";
import { mean } from "./adam_moments.ts";
import { denoted } from "./denoted.ts";
import { eigen } from "./eigen.ts";
import { either } from "./either.ts";
import type { Slot } from "./optimizer.ts";
import { descending, orthonormal } from "./orthonormal.ts";
import { gram, timesAlong } from "./unfolding.ts";
import { isMultiple } from "./whole_tree.ts";

/** The axes that have a basis: none of vectors, nor those above a limit. */
function axesOf({ shape, size }: Tensor, limit: number): number[] {
  if (shape.length < 2 || size === 0) return [];
  return shape.map((_, axis) => axis).filter((axis) => shape[axis] <= limit);
}

/** Moments m and v, means h of products by axis, and bases q, identities. */
export function startBases(w: Tensor, limit: number): Slot {
  const kept = Object.fromEntries(
    axesOf(w, limit).flatMap((axis) => {
      const n = w.shape[axis];
      return [
        [`h${axis}`, zeros([n, n], w.dtype)],
        [`q${axis}`, eye(n, w.dtype)],
      ];
    }),
  );
  return { m: zerosLike(w), v: zerosLike(w), ...kept };
}

/** A tensor as it is seen in the bases. */
export function inBases(x: Tensor, state: Slot, limit: number): Tensor {
  const axes = axesOf(x, limit);
  const seen = axes.reduce(
    (x, axis) => timesAlong(x, axis, state[`q${axis}`].transpose()),
    x,
  );
  return axes.length === 0 ? x : denoted("into", [x, ...basesOf(state)], seen);
}

/** A tensor that is given in the bases. */
export function fromBases(x: Tensor, state: Slot, limit: number): Tensor {
  const axes = axesOf(x, limit);
  const plain = axes.reduce(
    (x, axis) => timesAlong(x, axis, state[`q${axis}`]),
    x,
  );
  return axes.length === 0 ? x : denoted("from", [x, ...basesOf(state)], plain);
}

function basesOf(state: Slot): Tensor[] {
  const names = Object.keys(state).filter((name) => name.startsWith("q"));
  return names.map((name) => state[name]);
}

/** When bases are made anew. */
export interface Renewal {
  /** β, the decay factor of the means. */
  readonly decay: Tensor;
  /** f, after how many steps bases turn. */
  readonly frequency: Tensor;
  /** How many steps were taken before: 0 in the first. */
  readonly before: Tensor;
  /** The greatest length of an axis that has a basis. */
  readonly limit: number;
}

/**
 * The means with the products of g, the bases, and v, which is given in them.
 *
 * In the first step the bases are the eigenvectors; where they turn, a step of
 * orthogonal iteration: Q of h·q = Q·R. Both in descending order of eigenvalues,
 * into which v is put too.
 */
export function nextBases(
  state: Slot,
  g: Tensor,
  squares: Tensor,
  { decay, frequency, before, limit }: Renewal,
): Slot {
  const first = before.equal(0);
  const turns = isMultiple(before, frequency);
  let v = squares;
  const bases = axesOf(g, limit).flatMap((axis) => {
    const present = denoted(`gram${axis}`, [g], gram(g, axis));
    const h = mean(decay, state[`h${axis}`], present);
    const q = state[`q${axis}`];
    const [basis, moved] = either(
      first,
      () => [ordered(h).cast(g.dtype), v],
      () =>
        either(turns, () => {
          const [P, Q] = [h, q].map((x) => x.cast("float64"));
          const order = descending(Q.mul(P.matmul(Q)).sum({ axis: 0 }));
          const next = orthonormal(P.matmul(Q.matmul(order)));
          const turned = timesAlong(
            v,
            axis,
            order.transpose().cast(g.dtype),
          );
          return [next.cast(g.dtype), turned];
        }, () => [q, v]),
    );
    v = denoted(`sort${axis}`, [v, h, q], moved);
    return [
      [`h${axis}`, h],
      [`q${axis}`, denoted(`basis${axis}`, [h, q], basis)],
    ] as const;
  });
  return { v, ...Object.fromEntries(bases) };
}

/** The eigenvectors of a symmetric matrix, that of the greatest value first. */
function ordered(h: Tensor): Tensor {
  const { values, vectors } = eigen(h.cast("float64"));
  return vectors.matmul(descending(values));
}
