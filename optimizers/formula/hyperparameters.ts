import { isTensor } from "../../autodiff/mod.ts";
import { unwrap } from "../../autodiff/handle.ts";
import type { Optimizer } from "../optimizer.ts";
import { nameText } from "./name.ts";
import type { TracedUpdate } from "./trace.ts";

/** A hyperparameter as it stands in a formula. */
export interface FormulaHyperparameter {
  /** Its name among the options. */
  readonly name: string;
  /** Its symbol in the formula; none for one that has no symbol. */
  readonly symbol?: string;
  /** Its value; none for a schedule, or a tensor inside a traced function. */
  readonly value?: number;
  /** Whether it is left out of the equations, being 0. */
  readonly omitted: boolean;
}

/** The hyperparameters of an optimizer with their symbols in its formula. */
export function hyperparametersOf(
  { hyperparameters }: Pick<Optimizer, "hyperparameters">,
  { symbols }: TracedUpdate,
): FormulaHyperparameter[] {
  return Object.entries(hyperparameters).map(([name, given]) => {
    const symbol = symbols.get(name);
    const value = isTensor(given)
      ? unwrap("formula", given).data?.[0]
      : typeof given === "number"
      ? given
      : undefined;
    return {
      name,
      ...symbol && { symbol: nameText(symbol) },
      ...value !== undefined && { value },
      omitted: given === 0,
    };
  });
}
