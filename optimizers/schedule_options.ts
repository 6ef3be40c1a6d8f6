import { describe } from "../autodiff/handle.ts";
import { suggest } from "./suggest.ts";
import {
  checkOptions,
  type Hyperparameter,
  type HyperparameterValue,
  type Range,
  resolveHyperparameters,
} from "./hyperparameters.ts";

/** One option of a schedule. */
export interface ScheduleOption {
  /** The values it may have. */
  readonly range: Range;
  /** The symbol in the schedule's formula: `η`. */
  readonly symbol: string;
  /** Its value where none is given; it must be given where there is none. */
  readonly default?: number;
}

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
 * The values of a schedule's options: what is given, else the defaults.
 *
 * @throws {TypeError} for options that are no record, an option that is unknown
 * or missing, or a value that is not a number, a float64 tensor of shape `[]`
 * or a schedule.
 * @throws {RangeError} for a number outside the range.
 */
export function resolveScheduleOptions<K extends string>(
  schedule: string,
  options: Readonly<Record<K, ScheduleOption>>,
  given: Readonly<Partial<Record<K, unknown>>>,
): Readonly<Record<K, HyperparameterValue>> {
  checkOptions(schedule, given);
  const names = Object.keys(options) as K[];
  const known = Object.keys(given).every((name) => names.includes(name as K));
  const missing = names.find((name) =>
    given[name] === undefined && options[name].default === undefined
  );
  if (known && missing !== undefined) {
    throw new TypeError(
      `Cannot create ${schedule}: ${missing} must be given, ` +
        options[missing].range.text,
    );
  }
  const table = Object.fromEntries(names.map((name) => {
    const { default: value = NaN, ...rest } = options[name];
    return [name, { default: value, doc: "", ...rest }];
  })) as Record<K, Hyperparameter>;
  const none: Partial<Record<K, number>> = {};
  return resolveHyperparameters(schedule, table, given, none);
}

/**
 * The value of an option that is one number throughout, since no tensor can
 * stand in its place.
 *
 * @throws {TypeError} for a tensor or a schedule.
 */
export function fixedNumber(
  schedule: string,
  name: string,
  value: HyperparameterValue,
): number {
  if (typeof value === "number") return value;
  throw new TypeError(
    `Cannot create ${schedule}: ${name} must be a number, current value is ` +
      (typeof value === "function" ? "a function" : "a tensor"),
  );
}

/**
 * The value of an option that is a name.
 *
 * @throws {TypeError} for a value that is none of the names.
 */
export function oneOf<N extends string>(
  schedule: string,
  option: string,
  value: unknown,
  names: readonly N[],
): N {
  const known = names.find((name) => name === value);
  if (known !== undefined) return known;
  throw new TypeError(
    `Cannot create ${schedule}: ${option} cannot be ${describe(value)}` +
      suggest(String(value), names),
  );
}
