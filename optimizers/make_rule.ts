import { key } from "../autodiff/mod.ts";
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
import { suggest } from "./suggest.ts";

/** The function that makes optimizers of a rule. */
export function makeRule<
  O extends RuleOptions,
  S extends Slot,
  D extends RuleDescription<O>,
>(definition: D, functions: TreeFunctions<O, S>): Rule<O, S, D> {
  const { id, hyper, choices = {}, variants, needs = [] } = definition;
  const names = Object.keys(variants);
  if (names.length === 0) {
    throw new TypeError(`Cannot define ${id}: it must have a variant`);
  }
  const draws = needs.includes("probe");
  const rule = (options: O = {} as O): Optimizer<S> => {
    checkOptions(id, options);
    const { variant = names[0], ...others } = options;
    if (!names.includes(variant)) {
      throw new TypeError(
        `Cannot create ${id}: it has no variant ${variant}` +
          suggest(String(variant), names),
      );
    }
    const { key: own = key(0), ...rest } = others;
    if (draws) checkKey(id, own);
    const given = draws ? rest : others;
    const defaults: Readonly<Record<string, unknown>> = variants[variant];
    const chosen = resolveChoices(id, choices, given, defaults) as Choices<O>;
    const values: Readonly<
      Record<HyperparameterNames<O>, HyperparameterValue>
    > = resolveHyperparameters(id, hyper, given, defaults, choices);
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
