/**
 * Optimizers: rules as data and pure functions.
 *
 * @module
 */
export { chain } from "./chain.ts";
export type { ChoiceNames, Choices, ChoiceTable } from "./choices.ts";
export {
  defineOptimizer,
  type Family,
  type HyperparameterNames,
  type Kept,
  type Rule,
  type RuleDefinition,
  type RuleOptions,
  type StepInput,
  type StepResult,
  type Traits,
  type Variant,
} from "./define.ts";
export {
  fraction,
  type Hyperparameter,
  type HyperparameterTable,
  type HyperparameterValue,
  nonNegative,
  positive,
  type Range,
  type Schedule,
} from "./hyperparameters.ts";
export {
  type MiniBatches,
  miniBatches,
  type MiniBatchesOptions,
} from "./mini_batches.ts";
export {
  type BatchedMinimizeOptions,
  minimize,
  type MinimizeOptions,
  type MinimizePoint,
  type MinimizeResult,
} from "./minimize.ts";
export type {
  Optimizer,
  OptimizerState,
  Slot,
  SlotsOf,
  Step,
  Update,
} from "./optimizer.ts";
export * from "./rules/mod.ts";
export * from "./schedules/mod.ts";
export {
  defineTransformation,
  type Transformation,
  type TransformationContext,
  type TransformationDefinition,
  type TransformationHyperparameter,
  type TransformationTraits,
} from "./transformation.ts";
export * from "./transformations/mod.ts";
