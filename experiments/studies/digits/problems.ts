import type { Classified } from "../../data/datasets.ts";
import { allContestants } from "../../lab/all_contestants.ts";
import type { Contestant } from "../../lab/study.ts";
import {
  denseNetwork,
  type DenseNetworkParameters,
} from "../../problems/dense_network.ts";
import type { Problem } from "../../problems/problem.ts";

/** How many of the 10,000 digits are trained on. */
export const trainingSize = 8000;

/** On how many of these the loss is measured. */
export const measuredSize = 1000;

/** How many digits a step learns from. */
export const batchSize = 64;

/** A network on the digits in float32, with relu in hidden layers. */
export function digitsNetwork(
  data: Classified,
  { id, hidden }: { readonly id: string; readonly hidden: readonly number[] },
): Problem<DenseNetworkParameters> {
  return denseNetwork({
    id,
    data,
    trainingSize,
    hidden,
    activation: "relu",
    weights: "he",
    penalty: 0,
    batchSize,
    measuredSize,
    scale: "given",
    dtype: "float32",
  });
}

/** Every rule, with the learning rates of the study. */
export function digitsContestants(): Contestant[] {
  return allContestants().map(({ grid: _, ...contestant }) => contestant);
}
