import { compile, type Tensor } from "../../autodiff/mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import type { Instance } from "../problems/problem.ts";
import { disposable } from "./disposable.ts";

/** Metrics by name: scalars. */
export type Metrics = Readonly<Record<string, Tensor>>;

/** What is measured of the trials of one problem, as programs. */
export interface Measures extends Disposable {
  /** The loss on all of the data: a scalar. */
  readonly loss: (params: Tensor) => Tensor;
  readonly metrics: (params: Tensor) => Metrics;
  /** Both, with what both need computed once. */
  readonly both: (
    params: Tensor,
  ) => { readonly loss: Tensor; readonly metrics: Metrics };
  /**
   * The loss as a number. At the start of trials, which those of many
   * optimizers share, it is computed once.
   *
   * @param start where the trial started from: the tree of the instance.
   */
  readonly lossOf: (params: Tensor, start: Tensor) => number;
}

/**
 * Compiles what is measured of a problem.
 *
 * @param instance any of those with its loss.
 * @param names the metrics that are wanted, of which it may lack some.
 */
export function measuresOf(
  { loss, metrics }: Instance<Tensor>,
  names: readonly string[],
): Measures {
  const wanted = (params: Tensor): Record<string, Tensor> =>
    Object.fromEntries(
      Object.entries(metrics(params)).filter(([name]) => names.includes(name)),
    );
  const programs = disposable({
    loss: compile<[Tensor], Tensor>((params) => loss(params)),
    metrics: compile<[Tensor], Record<string, Tensor>>(wanted),
    both: compile<
      [Tensor],
      { loss: Tensor; metrics: Record<string, Tensor> }
    >((params) => ({ loss: loss(params), metrics: wanted(params) })),
  });
  const atStarts = new Map<Tensor, number>();
  return {
    ...programs,
    lossOf(params, start) {
      const known = atStarts.get(start);
      const isStart = hasBitsOf(params, start);
      if (isStart && known !== undefined) return known;
      const value = programs.loss(params).item();
      if (isStart) atStarts.set(start, value);
      return value;
    },
  };
}

/** Whether two trees of one structure hold the same bits. */
function hasBitsOf(tree: Tensor, other: Tensor): boolean {
  const others = flattenTree("measure", other).leaves;
  return flattenTree("measure", tree).leaves.every((leaf, i) => {
    const [own, theirs] = [leaf, others[i]].map((x) =>
      new Uint32Array(x.toTypedArray().buffer)
    );
    // There are many, so that a function for each would take its time.
    for (let j = 0; j < own.length; j++) if (own[j] !== theirs[j]) return false;
    return true;
  });
}

/** Scalars by name as numbers. */
export function numbersOf(
  scalars: Readonly<Record<string, Tensor>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(scalars).map(([name, value]) => [name, value.item()]),
  );
}
