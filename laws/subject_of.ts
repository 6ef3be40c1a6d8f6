import { describe } from "../autodiff/handle.ts";
import { checkOptionNames } from "../autodiff/check_names.ts";
import { suggest } from "../autodiff/suggest.ts";
import {
  type Optimizer,
  type Rule,
  rules,
  type Slot,
} from "../optimizers/mod.ts";
import { descentSubject } from "./descent_subject.ts";
import { type Subject, subjectMark } from "./subject.ts";

/**
 * What laws can be asked of: an optimizer of Descent's, a rule, or what `wrap`
 * gives. Of a rule more can be asked than of an optimizer, since laws that hold
 * at certain hyperparameters can make it anew.
 */
// deno-lint-ignore no-explicit-any
export type Lawful = Optimizer<any> | Rule<any, any, any> | Subject;

/** How an optimizer is looked at. */
export interface SubjectOptions {
  /** The rule it claims to be, where that isn't its own name. */
  readonly like?: string;
  /** The options with which a rule is called. Default: none. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** What Descent's parameters are. Default: `float64`. */
  readonly dtype?: "float64" | "float32";
}

/**
 * An optimizer as laws see it.
 *
 * @throws {TypeError} for what is none, or options that do not fit it.
 */
export function subjectOf(
  candidate: unknown,
  given: SubjectOptions = {},
): Subject {
  checkOptionNames("check laws", given, ["like", "options", "dtype"]);
  const { like, options, dtype } = given;
  checkLike("check laws", like);
  if (isWrapped(candidate)) {
    refuse(candidate.id, { options, dtype }, "wrap");
    return like === undefined ? candidate : relabelled(candidate, like);
  }
  const frame = { rule: like, dtype: dtype ?? "float64" } as const;
  if (isRule(candidate)) {
    const make = (changes: Readonly<Record<string, unknown>>): Subject =>
      descentSubject(candidate({ ...options, ...changes }), {
        ...frame,
        with: make,
      });
    return make({});
  }
  if (isOptimizer(candidate)) {
    refuse(candidate.id, { options }, "the rule");
    return descentSubject(candidate, frame);
  }
  throw new TypeError(
    "Cannot check laws: expected an optimizer, a rule or what wrap() gives, " +
      `current value is ${describe(candidate)}`,
  );
}

/**
 * Checks that there is a rule of a name.
 *
 * @param what what cannot be done otherwise.
 * @throws {TypeError} if there is none.
 */
export function checkLike(what: string, like: unknown): void {
  const ids = rules.map(({ id }) => id);
  if (like === undefined || ids.some((id) => id === like)) return;
  throw new TypeError(
    `Cannot ${what}: like must be a rule, current value is ` +
      describe(like) + suggest(String(like), ids),
  );
}

function relabelled(subject: Subject, rule: string): Subject {
  const { with: make } = subject;
  return {
    ...subject,
    rule,
    ...make && { with: (changes) => relabelled(make(changes), rule) },
  };
}

function refuse(
  id: string,
  options: Readonly<Record<string, unknown>>,
  place: string,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    throw new TypeError(
      `Cannot check ${id}: ${name} must be given to ${place}`,
    );
  }
}

function isWrapped(candidate: unknown): candidate is Subject {
  return typeof candidate === "object" && candidate !== null &&
    subjectMark in candidate;
}

function isRule(
  candidate: unknown,
): candidate is (options: Record<string, unknown>) => Optimizer<Slot> {
  return typeof candidate === "function" && "definition" in candidate;
}

function isOptimizer(candidate: unknown): candidate is Optimizer<Slot> {
  if (typeof candidate !== "object" || candidate === null) return false;
  const { init, update, traits } = candidate as Record<string, unknown>;
  return typeof init === "function" && typeof update === "function" &&
    typeof traits === "object";
}
