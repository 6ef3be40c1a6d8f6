/**
 * Optimizers: rules as data and pure functions.
 *
 * @module
 */
export type { AdamBesideOptions } from "./adam_beside.ts";
export type { BasisOptions } from "./adam_in_bases.ts";
export type { Adjustable } from "./adjustable.ts";
export { chain } from "./chain.ts";
export type { ChoiceNames, Choices, ChoiceTable } from "./choices.ts";
export * from "./combinators/mod.ts";
export {
  type Need,
  type StepContext,
  type StepInputs,
  stepInputs,
} from "./context.ts";
export {
  defineOptimizer,
  type EvaluateInput,
  type Family,
  type HyperparameterNames,
  type HyperparametersOf,
  type Kept,
  type Rule,
  type RuleDefinition,
  type RuleDescription,
  type RuleOptions,
  type StepInput,
  type StepResult,
  type Traits,
  type Variant,
} from "./define.ts";
export {
  defineTreeOptimizer,
  type Lists,
  type TreeRule,
  type TreeRuleDefinition,
  type TreeStepInput,
  type TreeStepResult,
} from "./define_tree.ts";
export type { FactoredOptions } from "./factored_squares.ts";
export type { DirectionOptions } from "./muon_direction.ts";
export type { OrthogonalOptions } from "./orthogonal_direction.ts";
export type { Contrast, HyperparameterContrast } from "./explain/contrast.ts";
export type { Distance } from "./explain/distance.ts";
export {
  explain,
  type ExplainOptions,
  type Explanation,
} from "./explain/explain.ts";
export type { Parting, Term } from "./explain/parting.ts";
export type { Trajectory } from "./explain/trajectory.ts";
export type {
  AdaptedOptions,
  DistanceOptions,
  GrowingOptions,
} from "./distance.ts";
export type { Equation } from "./formula/equation.ts";
export { type Formula, formula } from "./formula/formula.ts";
export type { FormulaHyperparameter } from "./formula/hyperparameters.ts";
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
export type { Hutchinson } from "./hutchinson.ts";
export type { Leaf, OfLeaves, TreeWith } from "./leaves.ts";
export {
  type MiniBatches,
  miniBatches,
  type MiniBatchesOptions,
} from "./mini_batches.ts";
export type { MomentOptions } from "./moment_lists.ts";
export type { Moments } from "./adam_moments.ts";
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
  SharedState,
  Slot,
  SlotsOf,
  Step,
  Update,
} from "./optimizer.ts";
export * from "./rules/mod.ts";
export * from "./schedules/mod.ts";
export type { LineSearchOptions } from "./search_along.ts";
export {
  type Advance,
  defineStatefulTransformation,
  type StatefulTransformation,
  type StatefulTransformationDefinition,
  type TransformationState,
} from "./stateful_transformation.ts";
export {
  defineTransformation,
  type Transformation,
  type TransformationContext,
  type TransformationDefinition,
  type TransformationHyperparameter,
  type TransformationTraits,
} from "./transformation.ts";
export type { TransformedState } from "./transformation_states.ts";
export * from "./transformations/mod.ts";
export {
  each,
  globalNorm,
  innerProduct,
  total,
  whenDue,
} from "./whole_tree.ts";
