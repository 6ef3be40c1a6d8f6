import type { Tensor } from "../autodiff/mod.ts";
import {
  type ChoiceNames,
  type Choices,
  type ChoiceTable,
  resolveChoices,
} from "./choices.ts";
import {
  checkOptions,
  type HyperparameterTable,
  type HyperparameterValue,
  resolveHyperparameters,
} from "./hyperparameters.ts";
import { liftRule, type Optimizer, type Slot } from "./optimizer.ts";
import { suggest } from "./suggest.ts";

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
  /** Whether steps along gradients of 0 leave all later steps as they are. */
  readonly idleKeepsState?: boolean;
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

/** The options of a rule: its variant, and hyperparameters by name. */
export interface RuleOptions {
  /** A named set of defaults; the rule's own default where it is left out. */
  readonly variant?: string;
}

/** The names of the hyperparameters among the options. */
export type HyperparameterNames<O> = Exclude<
  keyof O & string,
  "variant" | ChoiceNames<O>
>;

/** A named set of defaults. */
export type Variant<O> = Readonly<
  & Partial<Record<HyperparameterNames<O>, number>>
  & Partial<Choices<O>>
>;

/** What a rule keeps for one tensor, by name: `Kept<"m" | "v">`. */
export type Kept<K extends string> = Readonly<Record<K, Tensor>>;

/** A rule as data and two pure functions of one tensor. */
export interface RuleDefinition<O extends RuleOptions, S extends Slot> {
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
  /** Where the rule was published. */
  readonly cite: readonly string[];
  /** What the rule keeps for a tensor w before the first step. */
  readonly init: (
    w: Tensor,
    hyper: Readonly<Record<HyperparameterNames<O>, Tensor>>,
    choices: Choices<O>,
  ) => S;
  /** One step; every hyperparameter is a scalar tensor. */
  readonly step: (
    input: StepInput<S>,
    hyper: Readonly<Record<HyperparameterNames<O>, Tensor>>,
    choices: Choices<O>,
  ) => StepResult<S>;
}

/** A rule: called with options it gives an optimizer. */
export interface Rule<O extends RuleOptions, S extends Slot> {
  /**
   * An optimizer with these options.
   *
   * @throws {TypeError} for an option that the rule does not have.
   * @throws {RangeError} for a value outside its range.
   */
  (options?: O): Optimizer<S>;
  /** The name on the command line and in tables. */
  readonly id: string;
  /** The rule as data and functions of one tensor. */
  readonly definition: RuleDefinition<O, S>;
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
  const { id, hyper, choices = {}, variants } = definition;
  const names = Object.keys(variants);
  if (names.length === 0) {
    throw new TypeError(`Cannot define ${id}: it must have a variant`);
  }
  const rule = (options: O = {} as O): Optimizer<S> => {
    checkOptions(id, options);
    const { variant = names[0], ...given } = options;
    if (!names.includes(variant)) {
      throw new TypeError(
        `Cannot create ${id}: it has no variant ${variant}` +
          suggest(String(variant), names),
      );
    }
    const defaults: Readonly<Record<string, unknown>> = variants[variant];
    const chosen = resolveChoices(id, choices, given, defaults) as Choices<O>;
    const values: Readonly<
      Record<HyperparameterNames<O>, HyperparameterValue>
    > = resolveHyperparameters(id, hyper, given, defaults, choices);
    const label = variant === names[0] ? id : `${id}/${variant}`;
    return liftRule(definition, label, values, chosen);
  };
  return Object.assign(rule, { id, definition });
}
