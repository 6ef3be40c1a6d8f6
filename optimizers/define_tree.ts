import { scalar, type Tensor } from "../autodiff/mod.ts";
import type { Choices } from "./choices.ts";
import type { Need, StepContext } from "./context.ts";
import type {
  EvaluateInput,
  HyperparametersOf,
  Kept,
  Rule,
  RuleDescription,
  RuleOptions,
} from "./define.ts";
import { makeRule } from "./make_rule.ts";
import type { Slot } from "./optimizer.ts";

/** What a rule keeps for several tensors: by name, a list of a tensor for each. */
export type Lists<S extends Slot> = {
  readonly [K in keyof S]: readonly Tensor[];
};

/** What one step of a rule on whole trees is computed from. */
export interface TreeStepInput<
  S extends Slot,
  T extends Slot,
  N extends Need,
> {
  /** The gradients at the weights before the update: a tensor for each. */
  readonly g: readonly Tensor[];
  /** The weights before the update. */
  readonly w: readonly Tensor[];
  /** What the rule keeps for each tensor, by name. */
  readonly state: Lists<S>;
  /** What the rule keeps for all tensors together. */
  readonly shared: T;
  /** The number of the step, 1 in the first: a scalar. */
  readonly t: Tensor;
  /** What the rule needs beside the gradient; losses are scalars. */
  readonly context: Required<Pick<StepContext<readonly Tensor[]>, N>>;
}

/** What one step of a rule on whole trees gives: w becomes w − step. */
export type TreeStepResult<S extends Slot, T extends Slot> =
  & {
    /** What is subtracted from the weights. */
    readonly step: readonly Tensor[];
  }
  & (keyof S extends never ? { readonly state?: Lists<S> }
    : {
      /** What the rule keeps for each tensor, by name. */
      readonly state: Lists<S>;
    })
  & (keyof T extends never ? { readonly shared?: T }
    : {
      /** What the rule keeps for all tensors together. */
      readonly shared: T;
    });

/** A rule as data and pure functions of all tensors together. */
export interface TreeRuleDefinition<
  O extends RuleOptions,
  S extends Slot,
  T extends Slot = Kept<never>,
  N extends Need = never,
> extends RuleDescription<O> {
  /** What it needs beside the gradient, and gets in `context`. */
  readonly needs?: readonly N[];
  /** What the rule keeps for a tensor w before the first step. */
  readonly init: (
    w: Tensor,
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => S;
  /** What the rule keeps for all tensors before the first step. */
  readonly initShared?: (
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => T;
  /** One step; every hyperparameter is a scalar tensor. */
  readonly step: (
    input: TreeStepInput<S, T, N>,
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => TreeStepResult<S, T>;
  /** Where the loss is to be reported, of a tensor. Default: at the weights. */
  readonly evaluate?: (
    input: EvaluateInput<S> & { readonly shared: T },
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => Tensor;
}

/**
 * A rule on whole trees: called with options it gives an optimizer. The names
 * are those of what it keeps for each tensor, of what it keeps for all, and of
 * what it needs: `TreeRule<Options, "m" | "v", "d", "loss">`.
 */
export type TreeRule<
  O extends RuleOptions,
  S extends string = never,
  T extends string = never,
  N extends Need = never,
> = Rule<O, Kept<S>, TreeRuleDefinition<O, Kept<S>, Kept<T>, N>>;

/**
 * Makes a rule that works on all tensors together: its step sees the lists of
 * all gradients and all weights, keeps something for each tensor, and in
 * `shared` something for all, and may need more than gradients. Everything else
 * is as for {@linkcode defineOptimizer}; {@linkcode each}, {@linkcode total} and
 * {@linkcode globalNorm} make formulas of lists read like those of vectors.
 *
 * @throws {TypeError} if the definition has no variant.
 *
 * @example The gradient over its norm, at least that of the step before
 * ```ts
 * import { defineTreeOptimizer, each, globalNorm, scalar, tensor } from "@descent/lab";
 * import { type Kept, positive, type SharedState, type TreeRule } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * interface Options {
 *   readonly variant?: string;
 *   readonly learningRate?: number;
 * }
 * const rule: TreeRule<Options, never, "n"> =
 *   defineTreeOptimizer({
 *     id: "normalized",
 *     family: "step size",
 *     hyper: {
 *       learningRate: { default: 1, range: positive, symbol: "η", doc: "size" },
 *     },
 *     variants: { paper: {} },
 *     traits: { coordinatewise: false },
 *     cite: [],
 *     init: () => ({}),
 *     initShared: () => ({ n: scalar(0) }),
 *     step: ({ g, shared }, { learningRate }) => {
 *       const n = globalNorm(g).maximum(shared.n);
 *       return { step: each((g) => learningRate.mul(g).div(n), g), shared: { n } };
 *     },
 *   });
 * const optimizer = rule();
 * const w = { a: tensor([1]), b: tensor(2) };
 * const g = { a: tensor([3]), b: tensor(-4) };
 * const { params, state } = optimizer.update(g, optimizer.init(w), w);
 * assertEquals(params.a.toArray(), [0.4]);
 * assertEquals(params.b.item(), 2.8);
 * assertEquals((state as SharedState<typeof w, Kept<never>>).shared.n.item(), 5);
 * ```
 */
export function defineTreeOptimizer<
  O extends RuleOptions,
  S extends Slot,
  T extends Slot = Kept<never>,
  N extends Need = never,
>(
  definition: TreeRuleDefinition<O, S, T, N>,
): Rule<O, S, TreeRuleDefinition<O, S, T, N>> {
  const { init, initShared, step, evaluate } = definition;
  type Functions = Parameters<typeof makeRule<O, S, typeof definition>>[1];
  const functions = {
    init,
    initShared,
    step({ state, ...input }, hyper, choices) {
      const result = step(
        {
          ...input,
          state: lists(state, init(scalar(0), hyper, choices)),
        } as never,
        hyper,
        choices,
      );
      const kept = (result.state ?? {}) as Lists<S>;
      return {
        step: result.step,
        state: input.w.map((_, i) => slotAt(kept, i)),
        shared: result.shared,
      };
    },
    evaluate,
  } as Functions;
  return makeRule(definition, functions);
}

/** Slots of tensors as lists by the names of a slot. */
function lists<S extends Slot>(slots: readonly S[], like: S): Lists<S> {
  const names = Object.keys(like) as (keyof S)[];
  return Object.fromEntries(
    names.map((name) => [name, slots.map((slot) => slot[name])]),
  ) as unknown as Lists<S>;
}

/** The slot of one tensor. */
function slotAt<S extends Slot>(all: Lists<S>, i: number): S {
  return Object.fromEntries(
    Object.entries(all).map(([name, list]) => [name, list[i]]),
  ) as unknown as S;
}
