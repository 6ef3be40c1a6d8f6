import { checkNames } from "../autodiff/check_names.ts";
import type { Hyperparameter, HyperparameterValue } from "./hyperparameters.ts";

/** What is made with hyperparameters: the same with others is an `A` too. */
export interface Adjustable<A> {
  /** The values of the hyperparameters. */
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  /**
   * The symbol, range and meaning of those hyperparameters that can be given
   * other values, by name.
   */
  readonly table?: Readonly<Record<string, Omit<Hyperparameter, "default">>>;

  /**
   * The same with other values of some hyperparameters of the table.
   *
   * @throws {TypeError} for an unknown name or a value of another kind.
   * @throws {RangeError} for a number outside its range.
   */
  withHyperparameters?(
    values: Readonly<Record<string, HyperparameterValue>>,
  ): A;
}

/** Something with hyperparameters, and what stands in front of their names. */
export type Prefixed<A> = readonly [prefix: string, part: A];

/** The hyperparameters of all parts, and the table of those that can change. */
export function gathered(
  parts: readonly Prefixed<Adjustable<unknown>>[],
): Required<Pick<Adjustable<unknown>, "hyperparameters" | "table">> {
  const together = <V>(
    of: (part: Adjustable<unknown>) => Readonly<Record<string, V>> | undefined,
  ): Record<string, V> =>
    Object.fromEntries(
      parts.flatMap(([prefix, part]) =>
        Object.entries(of(part) ?? {})
          .map(([name, value]) => [`${prefix}${name}`, value])
      ),
    );
  return {
    hyperparameters: together((part) => part.hyperparameters),
    table: together((part) => part.withHyperparameters && part.table),
  };
}

/**
 * The parts with other values of their hyperparameters; a part that none of
 * them belongs to stays as it is.
 *
 * @throws {TypeError} for a name that is not in the table of all parts.
 */
export function adjusted<A extends readonly Adjustable<unknown>[]>(
  id: string,
  parts: readonly [...{ readonly [I in keyof A]: Prefixed<A[I]> }],
  values: Readonly<Record<string, HyperparameterValue>>,
): A {
  const all: readonly Prefixed<Adjustable<unknown>>[] = parts;
  const known = Object.keys(gathered(all).table);
  checkNames(`create ${id}`, "hyperparameter", values, known);
  const changed = all.map(([prefix, part]) => {
    const own = Object.keys(gathered([["", part]]).table)
      .filter((name) => `${prefix}${name}` in values)
      .map((name) => [name, values[`${prefix}${name}`]]);
    return own.length === 0
      ? part
      : part.withHyperparameters!(Object.fromEntries(own));
  });
  return changed as unknown as A;
}
