import { compile, type Tensor } from "../../autodiff/mod.ts";
import type { Instance } from "../problems/problem.ts";
import { disposable } from "./disposable.ts";

/** What is measured of the trials of one problem, as programs. */
export interface Measures extends Disposable {
  /** The loss on all of the data: a scalar. */
  readonly loss: (params: Tensor) => Tensor;
  /** Metrics by name: scalars. */
  readonly metrics: (params: Tensor) => Readonly<Record<string, Tensor>>;
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
  const wanted = (params: Tensor) =>
    Object.fromEntries(
      Object.entries(metrics(params)).filter(([name]) => names.includes(name)),
    );
  return disposable({
    loss: compile<[Tensor], Tensor>((params) => loss(params)),
    metrics: compile<[Tensor], Record<string, Tensor>>(wanted),
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
