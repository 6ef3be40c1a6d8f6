/** What the tests of the dense network share. */
import {
  type Classified,
  denseNetwork,
  type DenseNetworkOptions,
  type DenseNetworkParameters,
  type Instance,
  key,
} from "../../../mod.ts";

export const some: Classified = {
  features: [[1, 5], [2, 5], [3, 6], [4, 5], [5, 5], [9, 1], [7, 2]],
  labels: [0, 1, 2, 0, 1, 2, 0],
  classes: ["a", "b", "c"],
};

export function instanceOf(
  options: Partial<DenseNetworkOptions> = {},
  [problem, start, batches] = [1, 2, 3],
): Instance<DenseNetworkParameters> {
  return denseNetwork({
    id: "some",
    data: some,
    trainingSize: 5,
    hidden: [4],
    activation: "tanh",
    weights: "glorot",
    penalty: 0,
    ...options,
  }).instance({
    problem: key(problem),
    start: key(start),
    batches: key(batches),
  });
}

export const sum = (terms: readonly number[]): number =>
  terms.reduce((s, x) => s + x, 0);
