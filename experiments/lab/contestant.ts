import { typeError } from "../../autodiff/handle.ts";
import type {
  Rule,
  RuleDescription,
  RuleOptions,
  Slot,
} from "../../optimizers/mod.ts";
import type { Contestant } from "./study.ts";

/**
 * A rule as a contestant of a study: the grid gives some of its
 * hyperparameters, and `options` the others. Its name is the rule's, with the
 * variant; two in one study that differ in other options need names of their
 * own, `{ ...contestant(momentum, options), id: "heavy" }`.
 *
 * @throws {TypeError} if it is not a rule, or the rule has no such variant or
 * hyperparameter.
 * @throws {RangeError} if a value is outside its range.
 *
 * @example
 * ```ts
 * import { contestant, momentum } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const heavy = contestant(momentum, { momentum: 0.99 });
 * const optimizer = heavy.create({ learningRate: 0.1 });
 * assertEquals(optimizer.hyperparameters.learningRate, 0.1);
 * assertEquals(optimizer.hyperparameters.momentum, 0.99);
 * ```
 */
export function contestant<
  O extends RuleOptions,
  S extends Slot,
  D extends RuleDescription<O>,
>(
  rule: Rule<O, S, D>,
  options: NoInfer<O> = {} as O,
): Contestant {
  if (typeof rule !== "function" || !Object.hasOwn(rule, "definition")) {
    throw typeError("make a contestant", "expected a rule, such as adam", rule);
  }
  const { id, inHost } = rule(options);
  return {
    id,
    ...inHost && { inHost },
    revision: rule.definition.revision ?? 1,
    create: (hyperparameters) => rule({ ...options, ...hyperparameters }),
  };
}
