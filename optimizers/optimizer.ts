import { isTensor, scalar, type Tensor, type TreeOf } from "../autodiff/mod.ts";
import { describe } from "../autodiff/handle.ts";
import { floatLeaves } from "../autodiff/transform.ts";
import { checkLeaves, flattenTree, type FlatTree } from "../autodiff/trees.ts";
import type { Choices } from "./choices.ts";
import type {
  HyperparameterNames,
  RuleDefinition,
  RuleOptions,
  Traits,
} from "./define.ts";
import {
  type Hyperparameter,
  type HyperparameterValue,
  resolveHyperparameters,
  scalarAt,
  scalarsAt,
} from "./hyperparameters.ts";

/** What a rule keeps for one tensor: named tensors. */
export type Slot = Readonly<Record<string, Tensor>>;

/** A tree like the parameters `P` with a slot `S` in the place of each leaf. */
export type SlotsOf<P, S> = P extends Tensor ? S
  : { [K in keyof P]: SlotsOf<P[K], S> };

/** Everything that evolves from step to step: a tree of tensors. */
export interface OptimizerState<P, S> {
  /** How many steps were taken: a float64 of shape `[]`. */
  readonly count: Tensor;
  /** What the rule keeps for each parameter. */
  readonly slots: SlotsOf<P, S>;
}

/** What `step` gives: the parameters are to become params − step. */
export interface Step<P, S> {
  /** A tree like the parameters. */
  readonly step: P;
  /** The state after the step. */
  readonly state: OptimizerState<P, S>;
}

/** What `update` gives. */
export interface Update<P, S> {
  /** The parameters after the step. */
  readonly params: P;
  /** The state after the step. */
  readonly state: OptimizerState<P, S>;
}

/** An optimizer: pure functions of parameters, gradients and state. */
export interface Optimizer<S = Slot> {
  /** The rule's name, with the variant where it isn't the default one. */
  readonly id: string;
  /** The values of the hyperparameters. */
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  /** The values of the structural options. */
  readonly choices: Readonly<Record<string, string>>;
  /** What is known of its steps. */
  readonly traits: Traits;
  /** The names under which its transformations keep something. Default: none. */
  readonly keeps?: readonly string[];
  /**
   * The symbol, range and meaning of the hyperparameters, by name; in a chain
   * those of its optimizer.
   */
  readonly table?: Readonly<Record<string, Omit<Hyperparameter, "default">>>;

  /**
   * The same optimizer with other values of some hyperparameters of the table.
   *
   * @throws {TypeError} for an unknown name or a value of another kind.
   * @throws {RangeError} for a number outside its range.
   */
  withHyperparameters?(
    values: Readonly<Record<string, HyperparameterValue>>,
  ): Optimizer<S>;

  /**
   * The state before the first step.
   *
   * @param params a tensor or a tree of tensors of a float dtype.
   * @throws {TypeError} for a parameter of another dtype.
   */
  init<P extends Tensor | TreeOf<P>>(params: P): OptimizerState<P, S>;

  /**
   * The step to subtract from the parameters, and the state after it.
   *
   * @param grads the gradients: a tree like the parameters.
   * @throws {TypeError} if the trees differ in structure, shape or dtype, or
   * the state was made for other parameters or by another rule.
   */
  step<P extends Tensor | TreeOf<P>>(
    grads: P,
    state: OptimizerState<P, S>,
    params: P,
  ): Step<P, S>;

  /**
   * The parameters and the state after one step.
   *
   * @param grads the gradients: a tree like the parameters.
   * @throws {TypeError} as `step` does.
   */
  update<P extends Tensor | TreeOf<P>>(
    grads: P,
    state: OptimizerState<P, S>,
    params: P,
  ): Update<P, S>;

  /**
   * The learning rate of the step that follows the state: a scalar.
   *
   * @throws {TypeError} if the rule has no hyperparameter of that name.
   */
  learningRate<P>(state: OptimizerState<P, S>): Tensor;

  /**
   * The parameters at which the loss is to be reported: an average, where the
   * optimizer keeps one, else the parameters themselves.
   *
   * @throws {TypeError} if the state was made by another optimizer.
   */
  evaluationParams<P extends Tensor | TreeOf<P>>(
    state: OptimizerState<P, S>,
    params: P,
  ): P;
}

/** A rule of one tensor as an optimizer of trees of them. */
export function liftRule<O extends RuleOptions, S extends Slot>(
  definition: RuleDefinition<O, S>,
  id: string,
  values: Readonly<Record<HyperparameterNames<O>, HyperparameterValue>>,
  choices: Choices<O>,
): Optimizer<S> {
  const { init, step, traits, hyper: table } = definition;
  const hyperAt = (t: Tensor) => scalarsAt(values, t);

  const liftedStep: Optimizer<S>["step"] = (grads, state, params) => {
    const flat = floatLeaves("update", params);
    const gradients = checkLike("gradients", grads, flat);
    const t = nextStep("update", state);
    const hyper = hyperAt(t);
    const fresh = rebuildSlots(
      flat,
      flat.leaves.map((w) => init(w, hyper, choices)),
    );
    checkLike("state.slots", state.slots, flattenTree("update", fresh));
    const slots = flat.pick(state.slots);
    const results = flat.leaves.map((w, i) =>
      step(
        { g: gradients.leaves[i], w, state: slots[i] as S, t },
        hyper,
        choices,
      )
    );
    const steps = flat.rebuild(results.map((result) => result.step));
    checkLike(`${id}.step`, steps, flat);
    return {
      step: steps,
      state: {
        count: t,
        slots: rebuildSlots(flat, results.map((result) => result.state)),
      },
    };
  };

  return {
    id,
    hyperparameters: values,
    choices: choices as Readonly<Record<string, string>>,
    traits,
    table,
    withHyperparameters(others) {
      const all = resolveHyperparameters(definition.id, table, others, values);
      return liftRule(definition, id, all, choices);
    },
    init(params) {
      const flat = floatLeaves("init", params);
      const count = scalar(0);
      const hyper = hyperAt(nextStep("init", { count }));
      const slots = flat.leaves.map((w) => init(w, hyper, choices));
      return { count, slots: rebuildSlots(flat, slots) };
    },
    step: liftedStep,
    update: (grads, state, params) =>
      subtractStep(params, liftedStep(grads, state, params)),
    learningRate(state) {
      const name = "learningRate";
      const { [name]: value }: Record<string, HyperparameterValue> = values;
      if (value === undefined) {
        throw new TypeError(
          `Cannot read ${name}: ${id} has no hyperparameter ${name}`,
        );
      }
      return scalarAt(name, value, nextStep(name, state));
    },
    evaluationParams: (_state, params) => params,
  };
}

/**
 * The leaves of a tree that an update is made from.
 *
 * @throws {TypeError} if they are not like those expected, in place, shape and
 * dtype.
 */
export function checkLike<P>(
  what: string,
  tree: P,
  expected: FlatTree<unknown>,
): FlatTree<P> {
  const flat = flattenTree("update", tree);
  checkLeaves("update", what, flat, expected);
  return flat;
}

/** What a step makes of the parameters: the one place where it is subtracted. */
export function subtractStep<P, S>(
  params: P,
  { step, state }: Step<P, S>,
): Update<P, S> {
  const flat = flattenTree("update", params);
  const { leaves } = flattenTree("update", step);
  return {
    params: flat.rebuild(flat.leaves.map((w, i) => w.sub(leaves[i]))),
    state,
  };
}

/**
 * The number of the step that follows a state, 1 in the first: a scalar.
 *
 * @throws {TypeError} for what is no state.
 */
export function nextStep(name: string, state: unknown): Tensor {
  const { count } = (state ?? {}) as { readonly count?: unknown };
  if (isTensor(count)) return count.asScalar().add(1);
  throw new TypeError(
    `Cannot ${name}: expected a state with a count, as init(parameters) ` +
      `makes it, current value is ${describe(state)}`,
  );
}

function rebuildSlots<P, S>(
  flat: FlatTree<P>,
  slots: readonly S[],
): SlotsOf<P, S> {
  return flat.rebuild(slots) as unknown as SlotsOf<P, S>;
}
