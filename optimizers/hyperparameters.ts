import { isTensor, scalar, type Tensor } from "../autodiff/mod.ts";
import { describe, unwrap } from "../autodiff/handle.ts";
import { formatShape } from "../autodiff/shapes.ts";
import type { Adjustable } from "./adjustable.ts";
import { checkNames } from "../autodiff/check_names.ts";

/** Which numbers a hyperparameter may be. */
export interface Range {
  /** In words, after "must be": `in [0, 1)`. */
  readonly text: string;
  /** Whether a number is one of them. */
  readonly contains: (x: number) => boolean;
}

/**
 * Numbers greater than 0, infinity not among them.
 *
 * @example
 * ```ts
 * import { positive } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0.1, 0].map(positive.contains), [true, false]);
 * ```
 */
export const positive: Range = {
  text: "greater than 0",
  contains: (x) => x > 0 && x < Infinity,
};

/**
 * Numbers of at least 0, infinity not among them.
 *
 * @example
 * ```ts
 * import { nonNegative } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0, -1].map(nonNegative.contains), [true, false]);
 * ```
 */
export const nonNegative: Range = {
  text: "at least 0",
  contains: (x) => x >= 0 && x < Infinity,
};

/**
 * Numbers of at least 0 and less than 1.
 *
 * @example
 * ```ts
 * import { fraction } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0, 1].map(fraction.contains), [true, false]);
 * ```
 */
export const fraction: Range = {
  text: "in [0, 1)",
  contains: (x) => x >= 0 && x < 1,
};

/** One numeric hyperparameter of a rule. */
export interface Hyperparameter {
  /** Its value where none is given. */
  readonly default: number;
  /** The values it may have. */
  readonly range: Range;
  /** The symbol in the source: `η`. */
  readonly symbol: string;
  /** What it is, in a line. */
  readonly doc: string;
}

/**
 * A value that varies with the number t of the step: 1 in the first. It is
 * made of tensor operations. A schedule of the library knows what it is made
 * with, by the names of its options; a function of one's own need not.
 *
 * @example
 * ```ts
 * import { exponentialDecay, scalar } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = exponentialDecay({ learningRate: 0.5, decay: 0.25 });
 * assertEquals(rate.hyperparameters?.decay, 0.25);
 * const slow = rate.withHyperparameters!({ decay: 1 });
 * assertEquals(slow(scalar(7)).item(), 0.5);
 * ```
 */
export interface Schedule extends Partial<Adjustable<Schedule>> {
  /** The value in step t: a float64 of shape `[]`. */
  (t: Tensor): Tensor;
}

/**
 * The value of a hyperparameter: a number, a float64 tensor of shape `[]` (to
 * differentiate by it or to batch over it), or a schedule.
 */
export type HyperparameterValue = number | Tensor | Schedule;

/** The table of a rule's hyperparameters, by name. */
export type HyperparameterTable<K extends string> = Readonly<
  Record<K, Hyperparameter>
>;

/**
 * The values for a table: what is given, else the variant's, else defaults.
 *
 * @param others names that may be given beside those of the table.
 * @throws {TypeError} for a name that the table does not have, or a value that
 * is not a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} for a number outside the range. What a schedule gives,
 * and a tensor without elements inside a traced function, is not checked.
 */
export function resolveHyperparameters<K extends string>(
  rule: string,
  table: HyperparameterTable<K>,
  given: Readonly<Record<string, unknown>>,
  variant: Readonly<Record<string, unknown>>,
  others: object = {},
): Readonly<Record<K, HyperparameterValue>> {
  const names = Object.keys(table) as K[];
  const known = [...names, ...Object.keys(others)];
  checkNames(`create ${rule}`, "hyperparameter", given, known);
  const resolve = (name: K) => {
    const own = given[name] === undefined ? variant[name] : given[name];
    const value = own === undefined ? table[name].default : own;
    checkValue(rule, name, value, table[name].range);
    return [name, value];
  };
  return Object.fromEntries(names.map(resolve));
}

/**
 * Checks that the options of a rule or a schedule are a record.
 *
 * @throws {TypeError} saying what they are instead.
 */
export function checkOptions(name: string, options: unknown): void {
  const fits = typeof options === "object" && options !== null &&
    !Array.isArray(options) && !isTensor(options);
  if (fits) return;
  throw new TypeError(
    `Cannot create ${name}: options must be a record, current value is ` +
      describe(options),
  );
}

function checkValue(
  rule: string,
  name: string,
  value: unknown,
  range: Range,
): asserts value is HyperparameterValue {
  if (typeof value === "function") return;
  const number = isScalar(value) ? presentNumber(value) : value;
  if (number === undefined) return;
  if (typeof number !== "number") {
    throw new TypeError(
      `Cannot create ${rule}: ${name} must be a number, a float64 tensor of ` +
        `shape [] or a schedule, current value is ${kindOf(value)}`,
    );
  }
  if (!range.contains(number)) {
    const unbounded = range === positive || range === nonNegative;
    const right = number === Infinity && unbounded ? "finite and " : "";
    throw new RangeError(
      `Cannot create ${rule}: ${name} must be ${right}${range.text}, ` +
        `current value is ${number}`,
    );
  }
}

/** Whether a value is a float64 tensor of shape `[]`. */
function isScalar(value: unknown): value is Tensor {
  return isTensor(value) && value.rank === 0 && value.dtype === "float64";
}

/** The number a tensor of shape `[]` holds; none inside a traced function. */
function presentNumber(value: Tensor): number | undefined {
  return unwrap("create", value).data?.[0];
}

function kindOf(value: unknown): string {
  return isTensor(value)
    ? `${value.dtype} of shape ${formatShape(value.shape)}`
    : describe(value);
}

/** The same values with scalars for numbers, which need not be made anew. */
export function knownScalars<K extends string>(
  values: Readonly<Record<K, HyperparameterValue>>,
): Readonly<Record<K, HyperparameterValue>> {
  const entries = Object.entries<HyperparameterValue>(values);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === "number" ? scalar(value) : value,
    ]),
  ) as Record<K, HyperparameterValue>;
}

/** The values at step t, as scalars that take the dtype they meet. */
export function scalarsAt<K extends string>(
  values: Readonly<Record<K, HyperparameterValue>>,
  t: Tensor,
): Readonly<Record<K, Tensor>> {
  const names = Object.keys(values) as K[];
  return Object.fromEntries(
    names.map((name) => [name, scalarAt(name, values[name], t)]),
  ) as Record<K, Tensor>;
}

/**
 * One value at step t.
 *
 * @throws {TypeError} if a schedule does not return a float64 of shape `[]`.
 */
export function scalarAt(
  name: string,
  value: HyperparameterValue,
  t: Tensor,
): Tensor {
  if (typeof value === "number") return scalar(value);
  if (typeof value !== "function") return value.asScalar();
  const current = value(t);
  if (!isScalar(current)) {
    throw new TypeError(
      `Cannot schedule ${name}: the schedule must return a float64 tensor of ` +
        `shape [], it returned ${kindOf(current)}`,
    );
  }
  return current.asScalar();
}
