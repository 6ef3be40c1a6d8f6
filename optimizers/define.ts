import type { Key, Tensor } from "../autodiff/mod.ts";
import type { ChoiceNames, Choices, ChoiceTable } from "./choices.ts";
import type { Need } from "./context.ts";
import type { HyperparameterTable } from "./hyperparameters.ts";
import { makeRule } from "./make_rule.ts";
import type { Optimizer, Slot } from "./optimizer.ts";

/** What the lecture divides rules by: what of the step they change. */
export type Family = "plain" | "step size" | "direction" | "both";

/**
 * What is known of a rule without running it; laws go by it. What is left out
 * is not claimed.
 */
export interface Traits {
  /** Whether each coordinate's step depends on that coordinate alone. */
  readonly coordinatewise: boolean;
  /** Whether the steps depend on gradients alone, not on the weights. */
  readonly ignoresWeights?: boolean;
  /** Whether negating all gradients and weights negates all steps. */
  readonly odd?: boolean;
  /**
   * Multiplying all gradients by c > 0 multiplies all steps by c to this
   * power, where every ε of the rule, and all that its state starts from, is 0.
   */
  readonly degree?: 0 | 1;
  /**
   * Whether a step along one and the same gradient is never greater than it
   * would have been a step earlier, at a constant learning rate.
   */
  readonly stepNeverGrows?: boolean;
  /**
   * Whether the step is the learning rate times the gradient over the root of
   * a weighted mean of squared gradients, up to ε.
   */
  readonly meanSquare?: boolean;
  /**
   * Whether it estimates its own step size, which grows as long as gradients
   * agree: without bound where the function has none.
   */
  readonly ownStepSize?: boolean;
  /** Whether steps along gradients of 0 leave all later steps as they are. */
  readonly idleKeepsState?: boolean;
  /**
   * Whether each tensor's step depends on that tensor alone. Left out where the
   * steps are coordinatewise, which says more.
   */
  readonly tensorwise?: boolean;
  /**
   * Whether multiplying all weights by c > 0, under the same gradients,
   * multiplies all steps by c, where weight decay and every ε is 0 and no tensor
   * of weights is.
   */
  readonly followsWeights?: boolean;
  /**
   * Which orthogonal maps of gradients and weights map the steps too: those of
   * a tensor's coordinates as one vector, or those of a matrix's rows and of
   * its columns alone.
   */
  readonly rotations?: "whole" | "sides";
}

/** What one step of a rule is computed from. */
export interface StepInput<S> {
  /** The gradient at the weights before the update. */
  readonly g: Tensor;
  /** The weights before the update. */
  readonly w: Tensor;
  /** What the rule keeps for this tensor. */
  readonly state: S;
  /** The number of the step, 1 in the first: a scalar. */
  readonly t: Tensor;
}

/** What one step of a rule gives: w becomes w − step. */
export interface StepResult<S> {
  /** What is subtracted from the weights. */
  readonly step: Tensor;
  /** What the rule keeps for the next step. */
  readonly state: S;
}

/** Where the loss of an optimizer is to be reported, of one tensor. */
export interface EvaluateInput<S> {
  /** The weights. */
  readonly w: Tensor;
  /** What the rule keeps for this tensor. */
  readonly state: S;
  /** How many steps were taken, or 1 where that is none: a scalar. */
  readonly t: Tensor;
}

/** The options of a rule: its variant, and hyperparameters by name. */
export interface RuleOptions {
  /** A named set of defaults; the rule's own default where it is left out. */
  readonly variant?: string;
  /** What a rule draws from that needs random signs. Default: `key(0)`. */
  readonly key?: Key;
}

/** The names of the hyperparameters among the options. */
export type HyperparameterNames<O> = Exclude<
  keyof O & string,
  "variant" | "key" | ChoiceNames<O>
>;

/** The values of the hyperparameters in a step: scalars. */
export type HyperparametersOf<O> = Readonly<
  Record<HyperparameterNames<O>, Tensor>
>;

/** A named set of defaults. */
export type Variant<O> = Readonly<
  & Partial<Record<HyperparameterNames<O>, number>>
  & Partial<Choices<O>>
>;

/** What a rule keeps for one tensor, by name: `Kept<"m" | "v">`. */
export type Kept<K extends string> = Readonly<Record<K, Tensor>>;

/** What is to be known of a rule beside its formula. */
export interface RuleDescription<O extends RuleOptions> {
  /** The name on the command line and in tables. */
  readonly id: string;
  /** Raised when the bits of the rule's steps change. Default: 1. */
  readonly revision?: number;
  /** The lecture's division of rules. */
  readonly family: Family;
  /** The numeric hyperparameters. */
  readonly hyper: HyperparameterTable<HyperparameterNames<O>>;
  /** The structural options: what they may be, the default first. */
  readonly choices?: ChoiceTable<O>;
  /** Sets of defaults by name; the first is the default variant. */
  readonly variants: Readonly<Record<string, Variant<O>>>;
  /** What is known of the rule without running it. */
  readonly traits: Traits;
  /** What it needs beside the gradient. Default: nothing. */
  readonly needs?: readonly Need[];
  /**
   * Whether a step reads values, such as those of a search along a line, so
   * that it cannot be traced. Default: false.
   */
  readonly inHost?: boolean;
  /** Where the rule was published. */
  readonly cite: readonly string[];
}

/** A rule as data and pure functions of one tensor. */
export interface RuleDefinition<O extends RuleOptions, S extends Slot>
  extends Omit<RuleDescription<O>, "needs" | "inHost"> {
  /** What the rule keeps for a tensor w before the first step. */
  readonly init: (
    w: Tensor,
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => S;
  /** One step; every hyperparameter is a scalar tensor. */
  readonly step: (
    input: StepInput<S>,
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => StepResult<S>;
  /** Where the loss is to be reported. Default: at the weights. */
  readonly evaluate?: (
    input: EvaluateInput<S>,
    hyper: HyperparametersOf<O>,
    choices: Choices<O>,
  ) => Tensor;
}

/** A rule: called with options it gives an optimizer. */
export interface Rule<
  O extends RuleOptions,
  S extends Slot,
  D extends RuleDescription<O> = RuleDefinition<O, S>,
> {
  /**
   * An optimizer with these options.
   *
   * @throws {TypeError} for an option that the rule does not have.
   * @throws {RangeError} for a value outside its range.
   */
  (options?: O): Optimizer<S>;
  /** The name on the command line and in tables. */
  readonly id: string;
  /** The rule as data and functions. */
  readonly definition: D;
}

/**
 * Makes a rule from its definition. The rule is written for one tensor; it is
 * lifted to trees of them, and the step is subtracted from the weights, here.
 *
 * @throws {TypeError} if the definition has no variant.
 *
 * @example
 * ```ts
 * import { defineOptimizer, positive, type Rule, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * interface SignOptions {
 *   readonly variant?: string;
 *   readonly learningRate?: number;
 * }
 * const signDescent: Rule<SignOptions, Record<never, never>> = defineOptimizer({
 *   id: "sign-descent",
 *   family: "step size",
 *   hyper: {
 *     learningRate: { default: 0.1, range: positive, symbol: "η", doc: "size" },
 *   },
 *   variants: { paper: {} },
 *   traits: { coordinatewise: true },
 *   cite: ["Riedmiller and Braun (1993)"],
 *   init: () => ({}),
 *   step: ({ g, state }, { learningRate }) => ({
 *     step: learningRate.mul(g.sign()),
 *     state,
 *   }),
 * });
 * const optimizer = signDescent({ learningRate: 0.5 });
 * const w = tensor([1, 2]);
 * const next = optimizer.update(tensor([3, -4]), optimizer.init(w), w);
 * assertEquals(next.params.toArray(), [0.5, 2.5]);
 * ```
 */
export function defineOptimizer<O extends RuleOptions, S extends Slot>(
  definition: RuleDefinition<O, S>,
): Rule<O, S> {
  const { init, step, evaluate } = definition;
  return makeRule<O, S, RuleDefinition<O, S>>(definition, {
    init,
    step({ g, w, state, t }, hyper, choices) {
      const results = w.map((w, i) =>
        step({ g: g[i], w, state: state[i], t }, hyper, choices)
      );
      return {
        step: results.map((result) => result.step),
        state: results.map((result) => result.state),
      };
    },
    evaluate,
  });
}
