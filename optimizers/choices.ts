import { describe } from "../autodiff/handle.ts";
import { suggest } from "../autodiff/suggest.ts";

/** The names of the structural options: those whose values are names. */
export type ChoiceNames<O> = {
  [K in keyof O & string]-?: NonNullable<O[K]> extends string
    ? string extends NonNullable<O[K]> ? never : K
    : never;
}[keyof O & string];

/** A value for each structural option. */
export type Choices<O> = Readonly<
  { [K in ChoiceNames<O>]-?: NonNullable<O[K]> }
>;

/** The values that each structural option may have, the default first. */
export type ChoiceTable<O> = Readonly<
  { [K in ChoiceNames<O>]-?: readonly NonNullable<O[K]>[] }
>;

/**
 * The value of each structural option: what is given, else the variant's, else
 * the first of the table.
 *
 * @throws {TypeError} for a value that the table does not have.
 */
export function resolveChoices(
  rule: string,
  table: Readonly<Record<string, readonly string[]>>,
  given: Readonly<Record<string, unknown>>,
  variant: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const resolve = ([name, values]: [string, readonly string[]]) => {
    const own = given[name] === undefined ? variant[name] : given[name];
    const value = own === undefined ? values[0] : own;
    const known = values.find((each) => each === value);
    if (known !== undefined) return [name, known];
    throw new TypeError(
      `Cannot create ${rule}: ${name} cannot be ${describe(value)}` +
        suggest(String(value), values),
    );
  };
  return Object.fromEntries(Object.entries(table).map(resolve));
}
