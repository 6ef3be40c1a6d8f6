/**
 * The pure part of experiments: problems and the definitions of studies. It
 * has no dependency and needs no permission.
 *
 * @module
 */
export type { Classified, Datasets } from "./data/datasets.ts";
export { contestant } from "./lab/contestant.ts";
export { runStudy } from "./lab/run_study.ts";
export {
  type Contestant,
  defineStudy,
  type Grid,
  type Hyperparameters,
  type Outcome,
  type Report,
  type Study,
} from "./lab/study.ts";
export type { Plot } from "./lab/plot.ts";
export type { Table, TableValue } from "./lab/table.ts";
export type { Cell, CurvePoint, TrialRecord } from "./lab/trial.ts";
export {
  layerChainError,
  type LayerChainExample,
} from "./problems/layer_chain_error.ts";
export type {
  AnyProblem,
  Instance,
  InstanceKeys,
  Problem,
} from "./problems/problem.ts";
export {
  softmaxRegression,
  type SoftmaxRegressionOptions,
  type SoftmaxRegressionParameters,
} from "./problems/softmax_regression.ts";
export * from "./studies/mod.ts";
