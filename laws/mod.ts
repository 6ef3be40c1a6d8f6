/**
 * Laws that optimizers are held to, Descent's own and anyone's.
 *
 * @module
 */
export {
  type Jax,
  jax,
  type JaxArray,
  type JaxOptimizer,
  type JaxOptions,
} from "./adapters/jax.ts";
export {
  type Tensorflow,
  tensorflow,
  type TensorflowDType,
  type TensorflowOptimizer,
  type TensorflowOptions,
  type TensorflowTensor,
  type TensorflowVariable,
  type TensorflowWeight,
} from "./adapters/tensorflow.ts";
export {
  assertOptimizer,
  checkOptimizer,
  type CheckOptimizerOptions,
} from "./check_optimizer.ts";
export {
  checkFunction,
  type GradientLaw,
  gradientLaw,
  type GradientLawOptions,
} from "./gradient_law.ts";
export { type Law, type LawProperty, Violation } from "./law.ts";
export { laws, type NamedProperty } from "./laws.ts";
export { allLaws } from "./laws/mod.ts";
export type { LawOutcome, Report } from "./report.ts";
export { reportText } from "./report_text.ts";
export type { Right } from "./right.ts";
export type { Counterexample, RunOptions } from "./run_property.ts";
export type {
  Awaitable,
  Keeper,
  Loss,
  Point,
  Shapes,
  Standing,
  Subject,
} from "./subject.ts";
export type { Lawful, SubjectOptions } from "./subject_of.ts";
export {
  type PureOptimizer,
  type Rows,
  type StatefulInstance,
  type StatefulOptimizer,
  wrap,
  type WrapOptions,
} from "./wrap.ts";
