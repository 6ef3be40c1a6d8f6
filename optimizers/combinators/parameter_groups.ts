import {
  scalar,
  type Tensor,
  type TreeOf,
  zerosLike,
} from "../../autodiff/mod.ts";
import { describe } from "../../autodiff/handle.ts";
import { floatLeaves } from "../../autodiff/transform.ts";
import type { FlatTree } from "../../autodiff/trees.ts";
import { adjusted, gathered } from "../adjustable.ts";
import type { Need, StepContext } from "../context.ts";
import { common } from "../common_traits.ts";
import { checkOptions } from "../hyperparameters.ts";
import { filledIn, type OfLeaves, pruned, valuesOfLeaves } from "../leaves.ts";
import {
  checkLike,
  nextStep,
  type Optimizer,
  type OptimizerState,
  sharedOf,
  type SharedState,
  type Slot,
  type SlotsOf,
  type Step,
  subtractStep,
} from "../optimizer.ts";
import type { TransformationState } from "../stateful_transformation.ts";
import { keptUnder, withKept } from "../transformation_states.ts";

/** What moves the parameters of a group; `frozen` ones stay. */
// deno-lint-ignore no-explicit-any
export type GroupOptimizer = Optimizer<any> | "frozen";

/**
 * Different optimizers for different parameters. Each sees its own alone: a
 * norm over all tensors is one over those of the group.
 *
 * The group of a parameter is the name of one of the optimizers: a function of
 * its path, shape and dtype, or a tree like the parameters of such names. The
 * parameters of a group that is `frozen` never change.
 *
 * - The state is like that of one optimizer: one count, and for each parameter
 *   the slot that its own optimizer keeps; what that keeps for all of its
 *   parameters is under `shared`, behind the name of the group.
 * - What an optimizer needs beside gradients is that of the function of its own
 *   parameters, the others being what they are.
 * - `hyperparameters` and `choices` have those of a group behind its name:
 *   `weights.learningRate`. There is no one learning rate: `learningRate` throws
 *   a `TypeError`.
 * - `traits` claims what is claimed by all of the optimizers, and at most
 *   `ignoresWeights`, `odd` and `degree`: a coordinate's step depends on the
 *   parameter it is in.
 *
 * The same as optax' `multi_transform`, and the parameter groups of PyTorch with
 * an optimizer for each.
 *
 * @throws {TypeError} if `optimizers` is no record of at least one, or one of
 * them is none. Its use throws one where a parameter's group has no optimizer.
 *
 * @example
 * ```ts
 * import { gradientDescent, momentum, parameterGroups, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = parameterGroups({
 *   weights: momentum({ learningRate: 0.5 }),
 *   biases: gradientDescent({ learningRate: 2 }),
 *   rest: "frozen",
 * }, ({ path, shape }) =>
 *   path === ".scale" ? "rest" : shape.length > 1 ? "weights" : "biases");
 * const params = {
 *   scale: tensor(1),
 *   layer: { b: tensor([0]), w: tensor([[0]]) },
 * };
 * const grads = {
 *   scale: tensor(5),
 *   layer: { b: tensor([1]), w: tensor([[1]]) },
 * };
 * const next = optimizer.update(grads, optimizer.init(params), params);
 * assertEquals(next.params.scale.item(), 1);
 * assertEquals(next.params.layer.b.toArray(), [-2]);
 * assertEquals(next.params.layer.w.toArray(), [[-0.5]]);
 * assertEquals(next.state.slots.layer.w.m.toArray(), [[0.5]]);
 * ```
 */
export function parameterGroups<N extends string>(
  optimizers: Readonly<Record<N, GroupOptimizer>>,
  group: OfLeaves<NoInfer<N>>,
): Optimizer<Slot> {
  checkGroups(optimizers);
  const names = Object.keys(optimizers) as N[];
  const moving = names.filter((name) => optimizers[name] !== "frozen");
  const of = (name: N) => optimizers[name] as Optimizer<Slot>;
  const needs = [
    ...new Set<Need>(moving.flatMap((name) => of(name).needs ?? [])),
  ];
  const isName = (value: unknown): value is N => names.includes(value as N);
  const groupsOf = (flat: FlatTree<unknown>) =>
    valuesOfLeaves("group", group, flat, isName, `one of ${names.join(", ")}`);

  /** The state of a group's optimizer. */
  function ownState<P>(
    flat: FlatTree<P>,
    { count, ...rest }: OptimizerState<P, Slot>,
    name: N,
    keep: readonly boolean[],
  ): OptimizerState<P, Slot> {
    const slots = pruned(flat, flat.pick(rest.slots), keep) as unknown;
    const shared = Object.entries(sharedOf(rest)).flatMap(([key, x]) =>
      key.startsWith(`${name}.`) ? [[key.slice(name.length + 1), x]] : []
    );
    const own = withShared(
      { count, slots: slots as SlotsOf<P, Slot> },
      Object.fromEntries(shared),
    );
    return withKept<P, Slot>(own, keptUnder(rest, `${name}.`));
  }

  /** The state of all groups from those of their optimizers. */
  function wholeState<P>(
    flat: FlatTree<P>,
    count: Tensor,
    groups: readonly N[],
    states: ReadonlyMap<N, OptimizerState<P, Slot>>,
  ): OptimizerState<P, Slot> {
    const slots = new Map(
      [...states].map(([name, state]) => [name, flat.pick(state.slots)]),
    );
    const kept: Record<string, TransformationState> = {};
    const shared: Record<string, Tensor> = {};
    for (const [name, state] of states) {
      for (const [own, value] of Object.entries(sharedOf(state))) {
        shared[`${name}.${own}`] = value;
      }
      for (const [own, value] of Object.entries(keptUnder(state, ""))) {
        kept[`${name}.${own}`] = value;
      }
    }
    const each = groups.map((name, i) => slots.get(name)?.[i] ?? {});
    const whole = flat.rebuild(each) as unknown as SlotsOf<P, Slot>;
    return withKept(withShared({ count, slots: whole }, shared), kept);
  }

  function step<P extends Tensor | TreeOf<P>>(
    grads: P,
    state: OptimizerState<P, Slot>,
    params: P,
    context?: StepContext<P>,
  ): Step<P, Slot> {
    const flat = floatLeaves("update", params);
    const gradients = checkLike("gradients", grads, flat).leaves;
    const count = nextStep("update", state);
    const groups = groupsOf(flat);
    const steps = flat.leaves.map((w) => zerosLike(w));
    const states = new Map(moving.map((name) => {
      const keep = groups.map((own) => own === name);
      const taken = of(name).step(
        pruned(flat, gradients, keep),
        ownState(flat, state, name, keep),
        pruned(flat, flat.leaves, keep),
        context && contextOf(flat, context, keep),
      );
      const own = flat.pick(taken.step) as Tensor[];
      keep.forEach((kept, i) => kept && (steps[i] = own[i]));
      return [name, taken.state];
    }));
    return {
      step: flat.rebuild(steps),
      state: wholeState(flat, count, groups, states),
    };
  }

  const named = moving.map((name) => [`${name}.`, of(name)] as const);
  const choices = moving.flatMap((name) =>
    Object.entries(of(name).choices)
      .map(([own, value]) => [`${name}.${own}`, value])
  );
  const ids = names.map((name) => `${name}: ${idOf(optimizers[name])}`);
  const id = `parameter-groups (${ids.join(", ")})`;
  return {
    id,
    ...gathered(named),
    withHyperparameters(values) {
      const changed = adjusted(id, named, values);
      const made = moving.map((name, i) => [name, changed[i]]);
      return parameterGroups(
        { ...optimizers, ...Object.fromEntries(made) },
        group,
      );
    },
    choices: Object.fromEntries(choices),
    traits: common(moving.map((name) => of(name).traits)),
    ...needs.length > 0 && { needs },
    ...moving.some((name) => of(name).inHost) && { inHost: true },
    keeps: moving.flatMap((name) =>
      (of(name).keeps ?? []).map((own) => `${name}.${own}`)
    ),
    init(params) {
      const flat = floatLeaves("init", params);
      const groups = groupsOf(flat);
      const states = new Map(moving.map((name) => {
        const keep = groups.map((own) => own === name);
        return [name, of(name).init(pruned(flat, flat.leaves, keep))];
      }));
      const [{ count }] = [...states.values(), { count: scalar(0) }];
      return wholeState(flat, count, groups, states);
    },
    step,
    update: (grads, state, params, context) =>
      subtractStep(params, step(grads, state, params, context)),
    learningRate() {
      throw new TypeError(
        "Cannot read learningRate: each group of parameter-groups has its own",
      );
    },
    evaluationParams(state, params) {
      const flat = floatLeaves("evaluationParams", params);
      const groups = groupsOf(flat);
      const leaves = [...flat.leaves];
      for (const name of moving) {
        const keep = groups.map((own) => own === name);
        const at = of(name).evaluationParams(
          ownState(flat, state, name, keep),
          pruned(flat, flat.leaves, keep),
        );
        const own = flat.pick(at) as Tensor[];
        keep.forEach((kept, i) => kept && (leaves[i] = own[i]));
      }
      return flat.rebuild(leaves);
    },
  };
}

/** The context of a function of some of the leaves, the others as they are. */
function contextOf<P>(
  flat: FlatTree<P>,
  { loss, gradient, valueAndGrad, hvp, probe }: StepContext<P>,
  keep: readonly boolean[],
): StepContext<P> {
  const part = (tree: P) => pruned(flat, flat.pick(tree), keep);
  const whole = (tree: P) => filledIn(flat, tree, keep, flat.leaves);
  const still = flat.leaves.map((w) => zerosLike(w));
  return {
    ...loss && { loss },
    ...gradient && { gradient: (at) => part(gradient(whole(at))) },
    ...valueAndGrad && {
      valueAndGrad(at) {
        const { value, grad } = valueAndGrad(whole(at));
        return { value, grad: part(grad) };
      },
    },
    ...hvp && {
      hvp: (vector) => part(hvp(filledIn(flat, vector, keep, still))),
    },
    ...probe !== undefined && { probe: part(probe) },
  };
}

/** The state with what is kept for all parameters; as it is without that. */
function withShared<P>(
  state: OptimizerState<P, Slot>,
  shared: Slot,
): OptimizerState<P, Slot> {
  if (Object.keys(shared).length === 0) return state;
  const result: SharedState<P, Slot> = { ...state, shared };
  return result;
}

const idOf = (optimizer: GroupOptimizer) =>
  optimizer === "frozen" ? optimizer : optimizer.id;

function checkGroups(optimizers: unknown): void {
  const name = "parameterGroups";
  checkOptions(name, optimizers);
  const entries = Object.entries(optimizers as Record<string, unknown>);
  if (entries.length === 0) {
    throw new TypeError(`Cannot create ${name}: there must be a group`);
  }
  for (const [group, optimizer] of entries) {
    if (optimizer === "frozen") continue;
    const { init, step } = (optimizer ?? {}) as Record<string, unknown>;
    if (typeof init === "function" && typeof step === "function") continue;
    throw new TypeError(
      `Cannot create ${name}: ${group} must be what a rule gives when called, ` +
        `or "frozen", current value is ${describe(optimizer)}`,
    );
  }
}
