/**
 * The pure part of experiments: problems and the definitions of studies. It
 * has no dependency and needs no permission.
 *
 * @module
 */
export type { Classified, Datasets } from "./data/datasets.ts";
export { allContestants } from "./lab/all_contestants.ts";
export { contestant } from "./lab/contestant.ts";
export { narrow, type Narrowing } from "./lab/narrow.ts";
export { runStudy } from "./lab/run_study.ts";
export {
  type Contestant,
  defineStudy,
  type Grid,
  type Hyperparameters,
  type Outcome,
  type Quickness,
  type Report,
  type Study,
} from "./lab/study.ts";
export type { Plot } from "./lab/plot.ts";
export type { Table, TableValue } from "./lab/table.ts";
export type { Cell, CurvePoint, TrialRecord } from "./lab/trial.ts";
export {
  type DenseLayer,
  denseNetwork,
  type DenseNetworkOptions,
  type DenseNetworkParameters,
} from "./problems/dense_network.ts";
export {
  layerChainError,
  type LayerChainExample,
} from "./problems/layer_chain_error.ts";
export * from "./problems/functions/mod.ts";
export type {
  AnyProblem,
  Batches,
  Instance,
  InstanceKeys,
  Optimum,
  Problem,
} from "./problems/problem.ts";
export {
  quadratic,
  type QuadraticOptions,
  type QuadraticProblem,
} from "./problems/quadratic.ts";
export {
  softmaxRegression,
  type SoftmaxRegressionOptions,
  type SoftmaxRegressionParameters,
} from "./problems/softmax_regression.ts";
export {
  type TestFunction,
  testFunctionProblem,
  type TestFunctionProblemOptions,
} from "./problems/test_function.ts";
export * from "./studies/mod.ts";
