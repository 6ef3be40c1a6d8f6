import type { Place } from "./binding.ts";
import { freshName, type Name } from "./name.ts";

/**
 * The names of hyperparameters in a formula: their symbols, those of schedules
 * with an index t. Of two with one symbol the later has a prime. They come in
 * their order, but a hyperparameter before those that its schedule, or that of
 * another, is made with, and one that is 0 after all that are not. What the
 * formula does not need has no name.
 *
 * @param needed the names of those that the formula needs.
 * @param taken names that are in use; the symbols are added.
 */
export function symbolsOf(
  places: readonly Place[],
  needed: ReadonlySet<string>,
  taken: Set<string>,
): Map<string, Name> {
  const rank = ({ depth, value }: Place) =>
    value === 0 ? places.length + depth : depth;
  const symbols = new Map<string, Name>();
  for (const place of [...places].sort((a, b) => rank(a) - rank(b))) {
    const { name, symbol: base, value } = place;
    if (base === undefined || value !== 0 && !needed.has(name)) continue;
    const varies = typeof value === "function" && !base.endsWith("_t");
    const own: Name = varies ? { base, time: "t" } : { base };
    symbols.set(name, freshName(own, taken));
  }
  return symbols;
}
