import type { Adjustable } from "./adjustable.ts";
import { describe } from "../autodiff/handle.ts";
import { suggest } from "../autodiff/suggest.ts";
import {
  checkOptions,
  type HyperparameterValue,
  type Range,
  resolveHyperparameters,
} from "./hyperparameters.ts";
import type { TransformationHyperparameter } from "./transformation.ts";

/** Numbers of steps. */
export const wholeSteps: Range = {
  text: "a whole number greater than 0",
  contains: (x) => Number.isSafeInteger(x) && x > 0,
};

/** Numbers of steps, none among them. */
export const wholeStepsOrNone: Range = {
  text: "a whole number of at least 0",
  contains: (x) => Number.isSafeInteger(x) && x >= 0,
};

/** Factors by which a schedule shrinks a rate. */
export const decayFactor: Range = {
  text: "in (0, 1]",
  contains: (x) => x > 0 && x <= 1,
};

/**
 * The values for a table whose rows need not have a default: what is given,
 * else the default.
 *
 * @param others names that may be given beside those of the table.
 * @throws {TypeError} for options that are no record, an option that is unknown
 * or missing, or a value that is not a number, a float64 tensor of shape `[]`
 * or a schedule.
 * @throws {RangeError} for a number outside the range.
 */
export function resolveOptions<K extends string>(
  name: string,
  table: Readonly<Record<K, TransformationHyperparameter>>,
  given: Readonly<Partial<Record<K, unknown>>>,
  others: object = {},
): Readonly<Record<K, HyperparameterValue>> {
  checkOptions(name, given);
  const rows = Object.entries<TransformationHyperparameter>(table);
  const known = [...Object.keys(table), ...Object.keys(others)];
  const missing = rows.find(([option, row]) =>
    given[option as K] === undefined && row.default === undefined
  );
  if (
    missing !== undefined && Object.keys(given).every((x) => known.includes(x))
  ) {
    const [option, { range }] = missing;
    throw new TypeError(
      `Cannot create ${name}: ${option} must be given, ${range.text}`,
    );
  }
  const whole = Object.fromEntries(
    rows.map(([option, row]) => [option, { default: NaN, ...row }]),
  );
  return resolveHyperparameters(name, whole, given, {}, others);
}

/** Options of something that takes an optimizer too, checked. */
export interface Options<K extends string> extends Adjustable<Options<K>> {
  readonly hyperparameters: Readonly<Record<K, HyperparameterValue>>;
}

/**
 * The options that a combinator has beside an optimizer.
 *
 * @throws {TypeError} as `resolveOptions` does.
 * @throws {RangeError} for a number outside the range.
 */
export function optionsOf<K extends string>(
  name: string,
  table: Readonly<Record<K, TransformationHyperparameter>>,
  given: Readonly<Partial<Record<K, unknown>>>,
): Options<K> {
  const hyperparameters = resolveOptions(name, table, given);
  return {
    hyperparameters,
    table,
    withHyperparameters: (values) =>
      optionsOf(name, table, { ...hyperparameters, ...values }),
  };
}

/**
 * The value of an option that is one number throughout, since no tensor can
 * stand in its place.
 *
 * @throws {TypeError} for a tensor or a schedule.
 */
export function fixedNumber(
  name: string,
  option: string,
  value: HyperparameterValue,
): number {
  if (typeof value === "number") return value;
  throw new TypeError(
    `Cannot create ${name}: ${option} must be a number, current value is ` +
      describe(value),
  );
}

/**
 * The value of an option that is a name.
 *
 * @throws {TypeError} for a value that is none of the names.
 */
export function oneOf<N extends string>(
  name: string,
  option: string,
  value: unknown,
  names: readonly N[],
): N {
  const known = names.find((name) => name === value);
  if (known !== undefined) return known;
  throw new TypeError(
    `Cannot create ${name}: ${option} cannot be ${describe(value)}` +
      suggest(String(value), names),
  );
}
