import { isTensor } from "../../autodiff/mod.ts";
import { unwrap } from "../../autodiff/handle.ts";
import { nameText } from "./name.ts";
import type { TracedUpdate } from "./trace.ts";

/** A hyperparameter as it stands in a formula. */
export interface FormulaHyperparameter {
  /**
   * Its name among the options; that of a schedule's own behind the name of
   * what it schedules: `learningRate.decay`.
   */
  readonly name: string;
  /** Its symbol in the formula; none for one that is not there under one. */
  readonly symbol?: string;
  /** Its value; none for a schedule, or a tensor inside a traced function. */
  readonly value?: number;
  /** Whether it is left out of the equations, being 0. */
  readonly omitted: boolean;
}

/** The hyperparameters of an optimizer with their symbols in its formula. */
export function hyperparametersOf(
  { places, symbols, scheduled }: TracedUpdate,
): FormulaHyperparameter[] {
  const written = new Set(scheduled.values());
  return places.map(({ name, value: given }) => {
    const isSchedule = typeof given === "function";
    const own = symbols.get(name);
    // A schedule that gives one number has no equation.
    const symbol = own && (!isSchedule || written.has(own)) ? own : undefined;
    const value = isTensor(given)
      ? unwrap("formula", given).data?.[0]
      : isSchedule
      ? undefined
      : given;
    return {
      name,
      ...symbol && { symbol: nameText(symbol) },
      ...value !== undefined && { value },
      omitted: given === 0,
    };
  });
}
