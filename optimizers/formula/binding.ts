import type { Tensor } from "../../autodiff/mod.ts";
import { unwrap } from "../../autodiff/handle.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import type { Optimizer } from "../optimizer.ts";
import { freshName, type Name } from "./name.ts";
import type { Value } from "../../autodiff/graph.ts";

/** How hyperparameters stand in a formula. */
export interface Binding {
  /** The names in the formula of all that have one, by their own names. */
  readonly symbols: ReadonlyMap<string, Name>;
  /** Those that are inputs: all with a symbol but schedules and zeros. */
  readonly inputs: readonly string[];
  /** What schedules gave in the optimizers that `bind` made. */
  readonly scheduled: readonly (readonly [Value, Name])[];
  /** The optimizer with tensors in the place of the inputs, in their order. */
  readonly bind: (tensors: readonly Tensor[]) => Optimizer<unknown>;
}

/**
 * The symbols of an optimizer's hyperparameters, and the optimizer with tensors
 * in their place. One that says nothing of symbols has none: its
 * hyperparameters stay numbers.
 *
 * @param taken names that are in use; the symbols are added.
 */
export function bindHyperparameters(
  optimizer: Optimizer<unknown>,
  taken: Set<string>,
): Binding {
  const { hyperparameters, table } = optimizer;
  const symbols = new Map<string, Name>();
  const scheduled: [Value, Name][] = [];
  if (table === undefined || optimizer.withHyperparameters === undefined) {
    return { symbols, inputs: [], scheduled, bind: () => optimizer };
  }
  for (const [name, value] of Object.entries(hyperparameters)) {
    const base = table[name]?.symbol;
    if (base === undefined) continue;
    const varies = typeof value === "function" && !base.endsWith("_t");
    const own: Name = varies ? { base, time: "t" } : { base };
    symbols.set(name, freshName(own, taken));
  }
  const marked: Record<string, HyperparameterValue> = {};
  for (const [name, symbol] of symbols) {
    const value = hyperparameters[name];
    if (typeof value !== "function") continue;
    marked[name] = (t) => {
      const result = value(t);
      scheduled.push([unwrap("formula", result), symbol]);
      return result;
    };
  }
  const inputs = [...symbols.keys()].filter((name) =>
    typeof hyperparameters[name] !== "function" && hyperparameters[name] !== 0
  );
  return {
    symbols,
    inputs,
    scheduled,
    bind: (tensors) =>
      optimizer.withHyperparameters!({
        ...marked,
        ...Object.fromEntries(inputs.map((name, i) => [name, tensors[i]])),
      }),
  };
}
