import {
  scalar,
  stack,
  type Tensor,
  tensor,
  zeros,
  zerosLike,
} from "../autodiff/mod.ts";
import type { Kept } from "./define.ts";
import type { Lists } from "./define_tree.ts";
import { each, innerProduct } from "./whole_tree.ts";

/** A change of the weights and that of the gradient: a tensor for each. */
export type CurvaturePair = Lists<Kept<"s" | "y">>;

/** What a tensor keeps: places for pairs, the last step and gradient. */
type Memory = Kept<"s" | "y" | "step" | "g">;

/** No pairs, in as many places, and no step. */
export function emptyMemory(w: Tensor, places: Tensor): Memory {
  const none = zeros([places.item(), ...w.shape], w.dtype);
  return { s: none, y: none, step: zerosLike(w), g: zerosLike(w) };
}

/**
 * The pairs in memory, the oldest first, and the one that the present gradient
 * makes of the last step, if its curvature ⟨s, y⟩ is above the least: without
 * the oldest where they would be too many. And the memory of these.
 */
export function remember(
  g: readonly Tensor[],
  state: Lists<Memory>,
  count: Tensor,
  { historySize, leastCurvature }: Kept<"historySize" | "leastCurvature">,
): {
  readonly pairs: readonly CurvaturePair[];
  readonly memory: CurvaturePair;
  readonly count: Tensor;
} {
  const fresh = {
    s: each((step) => step.neg(), state.step),
    y: each((g, old) => g.sub(old), g, state.g),
  };
  const known = Array.from(
    { length: count.item() },
    (_, i) => ({ s: placeOf(state.s, i), y: placeOf(state.y, i) }),
  );
  const curvature = innerProduct(fresh.s, fresh.y).item();
  const size = innerProduct(fresh.y, fresh.y).item();
  const tells = curvature > leastCurvature.item() &&
    Number.isFinite(curvature + size);
  const pairs = tells ? [...known, fresh].slice(-historySize.item()) : known;
  const put = (of: "s" | "y") => (old: Tensor, leaf: number) => {
    const rest = zeros(old.shape.slice(1), old.dtype);
    return stack(
      Array.from(
        { length: old.shape[0] },
        (_, i) => pairs[i]?.[of][leaf] ?? rest,
      ),
    );
  };
  const memory = { s: state.s.map(put("s")), y: state.y.map(put("y")) };
  return { pairs, memory, count: scalar(pairs.length) };
}

function placeOf(all: readonly Tensor[], i: number): Tensor[] {
  return all.map((x) => x.take(tensor(i, "int32")));
}

/**
 * The gradient times the inverse Hessian that the pairs tell of, by two loops
 * over them.
 *
 * @see Nocedal and Wright (2006), Numerical optimization, algorithm 7.4.
 */
export function twoLoops(
  g: readonly Tensor[],
  pairs: readonly CurvaturePair[],
): readonly Tensor[] {
  const along = (x: readonly Tensor[], a: Tensor, y: readonly Tensor[]) =>
    each((x, y) => x.add(a.mul(y)), x, y);
  const steps = pairs.map(({ s, y }) => ({ s, y, sy: innerProduct(s, y) }));
  let q = g;
  const parts = steps.toReversed().map(({ s, y, sy }) => {
    const a = innerProduct(s, q).div(sy);
    q = along(q, a.neg(), y);
    return a;
  }).reverse();
  const last = steps.at(-1);
  if (last === undefined) return q;
  const gamma = last.sy.div(innerProduct(last.y, last.y));
  return steps.reduce<readonly Tensor[]>(
    (r, { s, y, sy }, i) =>
      along(r, parts[i].sub(innerProduct(y, r).div(sy)), s),
    each((x) => gamma.mul(x), q),
  );
}
