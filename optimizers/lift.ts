import { type Key, scalar, type Tensor } from "../autodiff/mod.ts";
import { unwrap } from "../autodiff/handle.ts";
import { floatLeaves } from "../autodiff/transform.ts";
import {
  byCodeUnit,
  checkLeaves,
  flattenTree,
  type FlatTree,
} from "../autodiff/trees.ts";
import type { Choices } from "./choices.ts";
import { checkNeeds, lossNumber, type StepContext } from "./context.ts";
import type {
  EvaluateInput,
  HyperparameterNames,
  HyperparametersOf,
  RuleDescription,
  RuleOptions,
} from "./define.ts";
import {
  type HyperparameterValue,
  knownScalars,
  resolveHyperparameters,
  scalarAt,
  scalarsAt,
} from "./hyperparameters.ts";
import {
  checkLike,
  nextStep,
  type Optimizer,
  type OptimizerState,
  sharedOf,
  type Slot,
  type SlotsOf,
  subtractStep,
} from "./optimizer.ts";
import { drawProbe } from "./step_key.ts";

/** What one step of all tensors together is computed from. */
export interface LeavesInput<S> {
  readonly g: readonly Tensor[];
  readonly w: readonly Tensor[];
  readonly state: readonly S[];
  readonly shared: Slot;
  readonly t: Tensor;
  readonly context: StepContext<readonly Tensor[]>;
}

/** What one step of all tensors together gives. */
export interface LeavesResult<S> {
  readonly step: readonly Tensor[];
  readonly state: readonly S[];
  readonly shared?: Slot;
}

/** The functions of a rule on the leaves of a tree. */
export interface TreeFunctions<O extends RuleOptions, S extends Slot> {
  readonly init: (
    w: Tensor,
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => S;
  readonly initShared?: (
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => Slot;
  readonly step: (
    input: LeavesInput<S>,
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => LeavesResult<S>;
  readonly evaluate?: (
    input: EvaluateInput<S> & { readonly shared: Slot },
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => Tensor;
}

/** What an optimizer is made with. */
export interface Making<O> {
  readonly id: string;
  readonly values: Readonly<
    Record<HyperparameterNames<O>, HyperparameterValue>
  >;
  readonly choices: Choices<O>;
  readonly key: Key;
}

/** A rule as an optimizer of trees. */
export function liftRule<O extends RuleOptions, S extends Slot>(
  description: RuleDescription<O>,
  functions: TreeFunctions<O, S>,
  making: Making<O>,
): Optimizer<S> {
  const { traits, hyper: table, needs, inHost } = description;
  const { init, initShared, step, evaluate } = functions;
  const { id, values, choices, key } = making;
  const known = knownScalars(values);
  const hyperAt = (t: Tensor) => scalarsAt(known, t);

  /** The state before the first step but for the count. */
  const begin = <P>(flat: FlatTree<P>, hyper: HyperparametersOf<O>) => ({
    slots: rebuildSlots(flat, flat.leaves.map((w) => init(w, hyper, choices))),
    ...initShared && { shared: initShared(hyper, choices) },
  });

  /** What is kept for each leaf, and for all: numbers take the dtype they meet. */
  function kept<P>(
    name: string,
    flat: FlatTree<P>,
    state: OptimizerState<P, S>,
    hyper: HyperparametersOf<O>,
  ): { readonly state: readonly S[]; readonly shared: Slot } {
    const fresh = begin(flat, hyper);
    const shared = sharedOf(state);
    const check = (what: string, own: unknown, right: unknown) =>
      checkLeaves(name, what, flattenTree(name, own), flattenTree(name, right));
    check("state.slots", state.slots, fresh.slots);
    check("state.shared", shared, sharedOf(fresh));
    const scalars = Object.entries(shared)
      .map(([name, x]) => [name, x.rank === 0 ? x.asScalar() : x]);
    return {
      state: flat.pick(state.slots) as readonly S[],
      shared: Object.fromEntries(scalars),
    };
  }

  const liftedStep: Optimizer<S>["step"] = (grads, state, params, context) => {
    const flat = floatLeaves("update", params);
    const gradients = checkLike("gradients", grads, flat);
    const t = nextStep("update", state);
    if (inHost) checkConcrete(id, [t, ...gradients.leaves, ...flat.leaves]);
    const hyper = hyperAt(t);
    const before = kept("update", flat, state, hyper);
    const result = step(
      {
        g: gradients.leaves,
        w: flat.leaves,
        ...before,
        t,
        context: leafContext(flat, t, context),
      },
      hyper,
      choices,
    );
    before.state.forEach((slot, i) => checkKept(id, slot, result.state[i]));
    checkKept(id, before.shared, result.shared);
    const steps = flat.rebuild(result.step);
    checkLike(`${id}.step`, steps, flat);
    return {
      step: steps,
      state: {
        count: t,
        slots: rebuildSlots(flat, result.state),
        ...initShared && { shared: result.shared },
      },
    };
  };

  /** What the rule needs of the context, in terms of leaves. */
  function leafContext<P>(
    flat: FlatTree<P>,
    t: Tensor,
    context: StepContext<P> = {},
  ): StepContext<readonly Tensor[]> {
    if (needs === undefined) return {};
    const draws = needs.includes("probe") && context.probe === undefined;
    const whole = draws
      ? { ...context, probe: flat.rebuild(drawProbe(key, t, flat)) }
      : context;
    checkNeeds(id, needs, whole);
    const like = (what: string, tree: P) =>
      checkLike(`context.${what}`, tree, flat).leaves;
    const has = Object.fromEntries(needs.map((need) => [need, true]));
    const { loss, gradient, valueAndGrad, hvp } = whole;
    return {
      ...has.loss && { loss: lossNumber(loss!) },
      ...has.gradient && {
        gradient: (w) => like("gradient", gradient!(flat.rebuild(w))),
      },
      ...has.valueAndGrad && {
        valueAndGrad(w) {
          const { value, grad } = valueAndGrad!(flat.rebuild(w));
          return { value: lossNumber(value), grad: like("valueAndGrad", grad) };
        },
      },
      ...has.hvp && { hvp: (v) => like("hvp", hvp!(flat.rebuild(v))) },
      ...has.probe && { probe: like("probe", whole.probe!) },
    };
  }

  return {
    id,
    hyperparameters: values,
    choices: choices as Readonly<Record<string, string>>,
    traits,
    ...needs && { needs },
    ...inHost && { inHost },
    table,
    withHyperparameters(others) {
      const all = resolveHyperparameters(description.id, table, others, values);
      return liftRule(description, functions, { ...making, values: all });
    },
    init(params) {
      const flat = floatLeaves("init", params);
      const count = scalar(0);
      return { count, ...begin(flat, hyperAt(nextStep("init", { count }))) };
    },
    step: liftedStep,
    update: (grads, state, params, context) =>
      subtractStep(params, liftedStep(grads, state, params, context)),
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
    evaluationParams(state, params) {
      if (evaluate === undefined) return params;
      const name = "evaluationParams";
      const flat = floatLeaves(name, params);
      const t = nextStep(name, state).sub(1).maximum(1);
      const hyper = hyperAt(t);
      const { state: slots, shared } = kept(name, flat, state, hyper);
      return flat.rebuild(
        flat.leaves.map((w, i) =>
          evaluate({ w, state: slots[i], shared, t }, hyper, choices)
        ),
      );
    },
  };
}

/** Checks that a step which reads values is given some. */
function checkConcrete(id: string, tensors: readonly Tensor[]): void {
  if (tensors.every((x) => unwrap("update", x).data !== undefined)) return;
  throw new TypeError(
    `Cannot update: a step of ${id} reads values, so that it cannot be ` +
      `traced: take it outside of vmap, compile, grad and formula`,
  );
}

/** Checks that a step keeps what was kept before it. */
function checkKept(id: string, before: Slot, after: Slot = {}): void {
  const [right, found] = [before, after].map((slot) =>
    Object.keys(slot).sort(byCodeUnit).join(", ") || "nothing"
  );
  if (right === found) return;
  throw new TypeError(
    `Cannot update: the state that ${id}.step returns must hold ${right}, ` +
      `it holds ${found}`,
  );
}

function rebuildSlots<P, S>(
  flat: FlatTree<P>,
  slots: readonly S[],
): SlotsOf<P, S> {
  return flat.rebuild(slots) as unknown as SlotsOf<P, S>;
}
