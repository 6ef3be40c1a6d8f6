import { key } from "../autodiff/mod.ts";
import { checkNames } from "../autodiff/check_names.ts";
import { checkDefinition } from "./check_definition.ts";
import { type Choices, resolveChoices } from "./choices.ts";
import type {
  HyperparameterNames,
  Rule,
  RuleDescription,
  RuleOptions,
} from "./define.ts";
import {
  checkOptions,
  type HyperparameterValue,
  resolveHyperparameters,
} from "./hyperparameters.ts";
import { liftRule, type TreeFunctions } from "./lift.ts";
import type { Optimizer, Slot } from "./optimizer.ts";
import { checkKey } from "./step_key.ts";
import { suggest } from "../autodiff/suggest.ts";

/** What a definition may have. */
const PARTS = ["id", "revision", "family", "hyper", "choices", "variants"]
  .concat(["traits", "needs", "inHost", "cite", "init", "initShared"])
  .concat(["step", "evaluate"]);

/** The function that makes optimizers of a rule. */
export function makeRule<
  O extends RuleOptions,
  S extends Slot,
  D extends RuleDescription<O>,
>(definition: D, functions: TreeFunctions<O, S>): Rule<O, S, D> {
  const { id, hyper, choices = {}, variants, needs = [] } = definition;
  checkDefinition(definition, PARTS);
  const names = Object.keys(variants);
  if (names.length === 0) {
    throw new TypeError(`Cannot define ${id}: it must have a variant`);
  }
  const draws = needs.includes("probe");
  const others = { ...choices, ...draws && { key: true } };
  for (const values of Object.values(variants)) {
    const known = [...Object.keys(hyper), ...Object.keys(choices)];
    checkNames(`define ${id}`, "hyperparameter", values, known);
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
    const { key: own = key(0) } = given;
    if (draws) checkKey(id, own);
    const defaults: Readonly<Record<string, unknown>> = variants[variant];
    const chosen = resolveChoices(id, choices, given, defaults) as Choices<O>;
    const values: Readonly<
      Record<HyperparameterNames<O>, HyperparameterValue>
    > = resolveHyperparameters(id, hyper, given, defaults, others);
    const label = variant === names[0] ? id : `${id}/${variant}`;
    return liftRule(definition, functions, {
      id: label,
      values,
      choices: chosen,
      key: own,
    });
  };
  return Object.assign(rule, { id, definition });
}
