import {
  arange,
  compile,
  type Compiled,
  concatenate,
  isFinite,
  scan,
  type Tensor,
  where,
  zeros,
  zerosLike,
} from "../autodiff/mod.ts";
import type { Kept } from "./define.ts";
import type { Lists } from "./define_tree.ts";
import { each, innerProduct } from "./whole_tree.ts";

/** What a tensor keeps: places for pairs, the last step and gradient. */
export type Memory = Kept<"s" | "y" | "step" | "g">;

/**
 * Changes s of the weights and y of the gradient, with an axis of places in
 * front: the oldest is in the first place. What is in places that are left over
 * counts for nothing.
 */
export interface CurvaturePairs extends Lists<Kept<"s" | "y">> {
  /** How many there are: a scalar. */
  readonly count: Tensor;
}

/** The pairs after a step, and the direction that they tell of. */
export interface Direction {
  readonly pairs: CurvaturePairs;
  /** What is to be subtracted, times how far: a tensor for each. */
  readonly down: readonly Tensor[];
}

/** No pairs, in as many places, and no step. */
export function emptyMemory(w: Tensor, places: Tensor): Memory {
  const none = zeros([places.item(), ...w.shape], w.dtype);
  return { s: none, y: none, step: zerosLike(w), g: zerosLike(w) };
}

/**
 * The pairs in memory and the one that the present gradient makes of the last
 * step, if its curvature ⟨s, y⟩ is above the least: without the oldest where
 * they would be too many.
 */
export function remember(
  g: readonly Tensor[],
  state: Lists<Memory>,
  count: Tensor,
  leastCurvature: Tensor,
): CurvaturePairs {
  const s = each((step) => step.neg(), state.step);
  const y = each((g, old) => g.sub(old), g, state.g);
  const curvature = innerProduct(s, y);
  const tells = curvature.greater(leastCurvature)
    .logicalAnd(isFinite(curvature.add(innerProduct(y, y))));
  const places = placesOf(state.s);
  const place = arange(places, "int32");
  const free = count.cast("int32");
  const others = where(count.less(places), place, place.add(1));
  const from = where(tells, where(place.equal(free), places, others), place);
  const put = (all: Tensor, x: Tensor) =>
    concatenate([all, x.reshape([1, ...x.shape])]).take(from);
  return {
    s: each(put, state.s, s),
    y: each(put, state.y, y),
    count: where(tells, count.add(1).minimum(places), count).asScalar(),
  };
}

/**
 * The gradient times the inverse Hessian that the pairs tell of, by two loops
 * over them: from the newest to the oldest, and back.
 *
 * @see Nocedal and Wright (2006), Numerical optimization, algorithm 7.4.
 */
export function twoLoops(
  g: readonly Tensor[],
  { s, y, count }: CurvaturePairs,
): readonly Tensor[] {
  const along = (x: readonly Tensor[], a: Tensor, y: readonly Tensor[]) =>
    each((x, y) => x.add(a.mul(y)), x, y);
  const isThere = arange(placesOf(s)).less(count);
  const pairs = { s, y, isThere };

  const [q, parts] = scan(
    (q: readonly Tensor[], pair: typeof pairs) => {
      const a = innerProduct(pair.s, q).div(innerProduct(pair.s, pair.y));
      return [choose(pair.isThere, along(q, a.neg(), pair.y), q), a];
    },
    g,
    {
      s: each(reversed, s),
      y: each(reversed, y),
      isThere: reversed(isThere),
    },
  );

  const newest = count.sub(1).maximum(0).cast("int32");
  const last = each((y) => y.take(newest), y);
  const sy = innerProduct(each((s) => s.take(newest), s), last);
  const gamma = sy.div(innerProduct(last, last));
  const scaled = each((x) => gamma.mul(x), q);

  const [r] = scan(
    (r: readonly Tensor[], { a, ...pair }: typeof pairs & { a: Tensor }) => {
      const b = innerProduct(pair.y, r).div(innerProduct(pair.s, pair.y));
      const next = along(r, a.asScalar().sub(b), pair.s);
      return [choose(pair.isThere, next, r), undefined];
    },
    choose(count.greater(0), scaled, q),
    { ...pairs, a: reversed(parts) },
  );
  return r;
}

/** Of so many numbers in memory at most a program is kept. */
const mostNumbers = 1_048_576;

/**
 * The pairs after a step and the direction of the next: what `remember` and
 * `twoLoops` make, as one program for all tensors of the same shapes. Where
 * there are many numbers, which it would keep room for, it is none.
 *
 * @param count how many pairs are in memory: a scalar.
 */
export function directionFrom(
  g: readonly Tensor[],
  state: Lists<Memory>,
  count: Tensor,
  leastCurvature: Tensor,
): Direction {
  const numbers = state.s.reduce((sum, { size }) => sum + size, 0);
  const make = numbers > mostNumbers ? direction : program;
  return make(g, state, count, leastCurvature);
}

const program: Compiled<Parameters<typeof direction>, Direction> = compile(
  direction,
);

function direction(
  g: readonly Tensor[],
  state: Lists<Memory>,
  count: Tensor,
  leastCurvature: Tensor,
): Direction {
  const pairs = remember(g, state, count, leastCurvature);
  return { pairs, down: twoLoops(g, pairs) };
}

/** How many places for pairs there are. */
function placesOf([first]: readonly Tensor[]): number {
  return first?.shape[0] ?? 1;
}

function reversed(x: Tensor): Tensor {
  return x.flip([0]);
}

/** One of two lists of tensors, by a condition of shape `[]`. */
function choose(
  condition: Tensor,
  yes: readonly Tensor[],
  no: readonly Tensor[],
): readonly Tensor[] {
  return each((yes, no) => where(condition, yes, no), yes, no);
}
