import { rules, type Traits } from "../optimizers/mod.ts";
import { checkTraits } from "../optimizers/check_definition.ts";
import { checkLike } from "./subject_of.ts";
import { pureSubject } from "./wrap/pure_subject.ts";
import { statefulSubject } from "./wrap/stateful_subject.ts";
import { type Awaitable, type Subject, subjectMark } from "./subject.ts";
import { checkNames, checkOptionNames } from "../autodiff/check_names.ts";
import { describe } from "../autodiff/handle.ts";

/**
 * Parameters, and gradients, of an optimizer from elsewhere: one parameter as
 * an array of numbers, or several as an array of such arrays.
 */
export type Rows = number[] | number[][];

/** What is said of an optimizer from elsewhere. */
export interface WrapOptions {
  /** Its name in reports. */
  readonly id: string;
  /**
   * What `params` and `grads` are: `array` for a `number[]`, `list` for a
   * `number[][]`. Laws on several parameters need a list. Default: `array`.
   */
  readonly takes?: "array" | "list";
  /**
   * The rule it claims to be, by Descent's name (`adagrad`): then the closed
   * forms of that rule are asked for. Default: none.
   */
  readonly like?: string;
  /** What is claimed of it. Default: nothing. */
  readonly traits?: Partial<Traits>;
  /** Its hyperparameters, by Descent's names: `learningRate`, `epsilon`. */
  readonly hyperparameters?: Readonly<Record<string, number>>;
  /** Its structural options, by Descent's names: `epsilonPlacement`. */
  readonly choices?: Readonly<Record<string, string>>;
  /** What its numbers are rounded to. Default: `float64`. */
  readonly dtype?: "float64" | "float32";
  /**
   * The same optimizer made anew with some hyperparameters changed, or none.
   * Laws that hold at ε = 0, or at no inertia, use it. Default: there is none.
   */
  readonly with?: (changes: Readonly<Record<string, number>>) => Subject;
}

/** A pure optimizer from elsewhere. */
export interface PureOptimizer<P extends Rows, S> extends WrapOptions {
  /** The state before the first step. */
  readonly init: (params: P) => Awaitable<S>;
  /** The parameters and the state after one step. */
  readonly update: (
    grads: P,
    state: S,
    params: P,
  ) => Awaitable<{ readonly params: P; readonly state: S }>;
  /** The state as it is put away. Default: `structuredClone`. */
  readonly save?: (state: S) => unknown;
  /** The state from what `save` gave. Default: that itself. */
  readonly restore?: (saved: unknown) => Awaitable<S>;
}

/** A stateful optimizer from elsewhere, at some step of a run. */
export interface StatefulInstance<P extends Rows> {
  /** Takes one step from `params`, and returns what they become. */
  step(params: P, grads: P): Awaitable<P>;
  /** What it remembers, to be put away. */
  save?(): Awaitable<unknown>;
}

/** A stateful optimizer from elsewhere. */
export interface StatefulOptimizer<P extends Rows> extends WrapOptions {
  /** A fresh instance that has taken no step. */
  readonly make: (params: P) => Awaitable<StatefulInstance<P>>;
  /** An instance that goes on from what `save` of another gave. */
  readonly restore?: (saved: unknown) => Awaitable<StatefulInstance<P>>;
}

/**
 * Lets the laws see an optimizer from elsewhere, in plain arrays: a pure one by
 * its functions `init` and `update`, a stateful one by a function `make` that
 * gives a fresh instance. All may be asynchronous. A stateful optimizer is
 * forked by replaying its steps in a fresh instance; it has to go from the
 * parameters that `step` is given.
 *
 * @throws {TypeError} for an option that is missing, unknown or of the wrong
 * kind.
 *
 * @example A pure optimizer
 * ```ts
 * import { checkOptimizer, wrap } from "@descent/lab/laws";
 * import { assert } from "@std/assert";
 *
 * const sgd = wrap({
 *   id: "my-sgd",
 *   like: "gradient-descent",
 *   hyperparameters: { learningRate: 0.5 },
 *   traits: { coordinatewise: true, ignoresWeights: true, odd: true, degree: 1 },
 *   init: () => null,
 *   update: (grads: number[], state: null, params: number[]) => ({
 *     params: params.map((w, i) => w - 0.5 * grads[i]),
 *     state,
 *   }),
 * });
 * const report = await checkOptimizer(sgd, { numRuns: 10 });
 * assert(report.passed);
 * ```
 *
 * @example A stateful one, of several parameters
 * ```ts
 * import { checkOptimizer, wrap } from "@descent/lab/laws";
 * import { assert } from "@std/assert";
 *
 * class Momentum {
 *   #m: number[][] = [];
 *   step(params: number[][], grads: number[][]): number[][] {
 *     this.#m = grads.map((g, i) =>
 *       g.map((x, j) => 0.5 * x + 0.75 * (this.#m[i]?.[j] ?? 0))
 *     );
 *     return params.map((w, i) => w.map((x, j) => x - this.#m[i][j]));
 *   }
 * }
 * const momentum = wrap({
 *   id: "my-momentum",
 *   like: "momentum",
 *   takes: "list",
 *   hyperparameters: { learningRate: 0.5, momentum: 0.75 },
 *   traits: { coordinatewise: true, ignoresWeights: true, odd: true, degree: 1 },
 *   make: () => new Momentum(),
 * });
 * const report = await checkOptimizer(momentum, { numRuns: 10 });
 * assert(report.passed);
 * ```
 */
export function wrap<P extends Rows = number[], S = unknown>(
  optimizer: PureOptimizer<P, S> | StatefulOptimizer<P>,
): Subject {
  checkWrapped(optimizer);
  const subject = "make" in optimizer
    ? statefulSubject(optimizer)
    : pureSubject(optimizer);
  return Object.assign(subject, { [subjectMark]: true });
}

const COMMON = ["id", "takes", "like", "traits", "hyperparameters"].concat(
  ["choices", "dtype", "with", "restore"],
);

function checkWrapped(optimizer: unknown): void {
  if (typeof optimizer !== "object" || optimizer === null) {
    throw new TypeError(
      `Cannot wrap: expected { init, update } or { make }, current value is ` +
        describe(optimizer),
    );
  }
  const given = optimizer as Record<string, unknown>;
  const { id, takes = "array", dtype = "float64" } = given;
  if (typeof id !== "string" || id === "") {
    throw new TypeError(
      `Cannot wrap: id must be a name, current value is ${describe(id)}`,
    );
  }
  const own = "make" in given ? ["make"] : ["init", "update", "save"];
  const known = [...COMMON, ...own];
  const what = `wrap ${id}`;
  checkOptionNames(what, given, known);
  for (const name of own.filter((name) => name !== "save")) {
    if (typeof given[name] !== "function") {
      throw new TypeError(
        `Cannot wrap ${id}: ${name} must be a function, current value is ` +
          describe(given[name]),
      );
    }
  }
  oneOf(id, "takes", takes, ["array", "list"]);
  oneOf(id, "dtype", dtype, ["float64", "float32"]);
  const { traits = {}, hyperparameters = {}, choices = {}, like } = given;
  checkLike(what, like);
  checkTraits(what, traits as object);
  const named = (of: (rule: (typeof rules)[number]) => object = () => ({})) =>
    rules.flatMap((rule) => Object.keys(of(rule)));
  checkNames(
    what,
    "hyperparameter",
    hyperparameters as object,
    named(({ definition }) => definition.hyper),
  );
  checkNames(
    what,
    "choice",
    choices as object,
    named(({ definition }) => definition.choices ?? {}),
  );
}

function oneOf(
  id: string,
  option: string,
  value: unknown,
  values: readonly string[],
): void {
  if (values.some((each) => each === value)) return;
  throw new TypeError(
    `Cannot wrap ${id}: ${option} must be ${values.join(" or ")}, current ` +
      `value is ${describe(value)}`,
  );
}
