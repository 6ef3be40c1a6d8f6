/** What a right rule does where a wrong one was found out. */
import { type RuleOptions, rules } from "../optimizers/mod.ts";
import type { Course } from "./course.ts";
import { descentSubject } from "./descent_subject.ts";
import { pathOf } from "./follow.ts";
import type { Point, Subject } from "./subject.ts";

/** The weights of a right rule and of the one checked, on one course. */
export interface Right {
  /** The rule. */
  readonly rule: string;
  /** The right weights after each step. */
  readonly params: readonly Point[];
  /** The weights of the optimizer that was checked. */
  readonly found: readonly Point[];
}

/**
 * Where Descent's own rule of the name that a subject claims goes on the course
 * of a counterexample, and where the subject itself goes. Nothing where the
 * rule, its hyperparameters or the course isn't known, where the subject throws,
 * and where the two go the same way: a law can be violated at other
 * hyperparameters, or by what is not on a course.
 */
export async function rightOn(
  subject: Subject,
  input: unknown,
): Promise<Right | undefined> {
  const course = courseOf(input);
  const reference = referenceOf(subject);
  if (course === undefined || reference === undefined) return undefined;
  try {
    const [params, found] = await Promise.all(
      [reference, subject].map((each) => pathOf(each, course)),
    );
    if (samePaths(params, found)) return undefined;
    const rule = reference.rule!;
    return { rule, params: params.slice(1), found: found.slice(1) };
  } catch {
    return undefined;
  }
}

/** Descent's own rule with the subject's hyperparameters, if it takes them. */
function referenceOf(subject: Subject): Subject | undefined {
  const { rule: name, hyperparameters, choices, scheduled, dtype } = subject;
  const rule = rules.find(({ id }) => id === name);
  if (rule === undefined || scheduled.length > 0) return undefined;
  // One that is 0 and that the rule does not know changes nothing.
  const known = Object.entries(hyperparameters)
    .filter(([key, x]) => x !== 0 || key in rule.definition.hyper);
  const options = { ...Object.fromEntries(known), ...choices } as RuleOptions;
  try {
    return descentSubject(rule(options), { rule: rule.id, dtype });
  } catch {
    return undefined;
  }
}

/** What the closed form is asked on: a gradient for some steps, then another. */
interface Phased {
  readonly weight: number;
  readonly first: number;
  readonly firstSteps: number;
  readonly then: number;
  readonly thenSteps: number;
}

/** The course in a law's input; the input of the closed form as one. */
function courseOf(input: unknown): Course | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  if ("course" in input) return courseOf(input.course);
  if (
    "shapes" in input && "weights" in input && "gradients" in input
  ) return input as Course;
  if ("firstSteps" in input) {
    const { weight, first, firstSteps, then, thenSteps } = input as Phased;
    const row = [
      ...Array(firstSteps).fill(first),
      ...Array(thenSteps).fill(then),
    ];
    return {
      shapes: [[1]],
      weights: [[weight]],
      gradients: row.map((g) => [[g]]),
    };
  }
  return undefined;
}

function samePaths(a: readonly Point[], b: readonly Point[]): boolean {
  return a.every((point, t) =>
    point.every((row, i) =>
      row.every((x, j) => x === b[t][i][j] || Object.is(x, b[t][i][j]))
    )
  );
}
