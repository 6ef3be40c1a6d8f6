/** What a wrong optimizer is, and how most of them are made. */
import type { Lawful, SubjectOptions } from "../../laws/mod.ts";
import {
  defineOptimizer,
  defineTreeOptimizer,
  type Rule,
  type RuleDefinition,
  type RuleOptions,
  type Slot,
  type Tensor,
} from "../../mod.ts";

/** An optimizer with one fault. */
export interface Mutant {
  /** The rule it is a wrong form of, and the fault, in a few words. */
  readonly name: string;
  /** Where such an optimizer was shipped. */
  readonly shipped?: string;
  /** Laws that reject it, each of which is tried. */
  readonly rejectedBy: readonly string[];
  readonly optimizer: Lawful;
  readonly options: SubjectOptions;
}

type Hyper<O extends RuleOptions> = Parameters<
  RuleDefinition<O, Slot>["step"]
>[1];

/** What a fault changes of a rule. */
interface Change<O extends RuleOptions, S extends Slot> {
  readonly init?: (w: Tensor, hyper: Hyper<O>) => S;
  readonly step?: RuleDefinition<O, S>["step"];
  readonly rejectedBy: readonly string[];
  readonly shipped?: string;
  /** The options with which it is called. */
  readonly options?: O;
}

/** A rule with its formula changed, and every claim kept. */
export function twisted<O extends RuleOptions, S extends Slot>(
  rule: Rule<O, S>,
  fault: string,
  { init, step, rejectedBy, shipped, options }: Change<O, S>,
): Mutant {
  const id = `wrong-${rule.id}`;
  const { definition } = rule;
  return {
    name: `${rule.id}: ${fault}`,
    ...shipped && { shipped },
    rejectedBy,
    optimizer: defineOptimizer<O, S>({
      ...definition,
      id,
      init: init ?? definition.init,
      step: step ?? definition.step,
    }),
    options: {
      like: rule.id,
      ...options && { options: options as Record<string, unknown> },
    },
  };
}

type Scalars = Readonly<Record<string, Tensor>>;

/** What a fault changes of a rule of whole trees. */
interface TreeChange {
  readonly rejectedBy: readonly string[];
  /** The options with which it is called. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The hyperparameters that it reads. */
  readonly hyper?: (hyper: Scalars) => Scalars;
  /** What it finds of what it keeps for all parameters. */
  readonly shared?: (shared: Scalars) => Scalars;
  /** What it makes of a right step. */
  readonly result?: (result: Result, input: Scalars) => Result;
  /** Where it reports the loss. */
  // deno-lint-ignore no-explicit-any
  readonly evaluate?: (input: any) => any;
}

/** A step of a rule of whole trees. */
interface Result {
  readonly step: readonly Tensor[];
  readonly state: Readonly<Record<string, readonly Tensor[]>>;
  readonly shared: Scalars;
}

/** A rule of whole trees that takes one thing for another. */
export function misread(
  // deno-lint-ignore no-explicit-any
  rule: Rule<any, any, any>,
  fault: string,
  change: TreeChange,
): Mutant {
  const { rejectedBy, options, hyper, shared = (d) => d, evaluate } = change;
  const { result = (right) => right } = change;
  const { definition } = rule;
  return {
    name: `${rule.id}: ${fault}`,
    rejectedBy,
    optimizer: defineTreeOptimizer({
      ...definition,
      ...evaluate && { evaluate },
      id: `wrong-${rule.id}`,
      // deno-lint-ignore no-explicit-any
      step: (input: any, own: Scalars, choices: unknown) =>
        result(
          definition.step(
            { ...input, shared: shared(input.shared) },
            { ...own, ...hyper?.(own) },
            choices,
          ),
          input.shared,
        ),
    }),
    options: { like: rule.id, ...options && { options: { ...options } } },
  };
}
