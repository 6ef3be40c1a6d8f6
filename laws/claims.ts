/** The common reasons why a law is not asked of a subject. */
import type { Subject } from "./subject.ts";

import { closedForms } from "./closed_forms/forms.ts";

type Trait = keyof Subject["traits"];

/** Nothing where a trait is claimed; else that it isn't. */
export function unlessClaimed(
  subject: Subject,
  trait: Trait,
  value: boolean | number | string = true,
): string | undefined {
  if (subject.traits[trait] === value) return undefined;
  return value === true
    ? `${trait} is not among its traits`
    : `${trait}: ${value} is not among its traits`;
}

/** Nothing where each of several parameters is known to go its own way. */
export function unlessTensorwise(
  { traits: { coordinatewise, tensorwise }, takesMany }: Subject,
): string | undefined {
  if (!takesMany) return "it takes a single parameter";
  return coordinatewise || tensorwise
    ? undefined
    : "neither coordinatewise nor tensorwise is among its traits";
}

/** Nothing where the learning rate is one known number; else that it isn't. */
export function unlessConstantRate(subject: Subject): string | undefined {
  const { hyperparameters: { learningRate } } = subject;
  return learningRate === undefined
    ? "it needs a constant learning rate"
    : undefined;
}

/**
 * Nothing where a subject claims to be a rule, with the hyperparameters that
 * make its steps known; else what is missing.
 */
export function unlessRule(subject: Subject, rule: string): string | undefined {
  if (subject.rule !== rule) return `it is not ${rule}`;
  const { hyperparameters } = subject;
  const missing = needsOf(rule).find((name) =>
    hyperparameters[name] === undefined
  );
  return unlessUnscheduled(subject) ??
    (missing && `its ${missing} is not known`);
}

/** What laws have to know of rules without a closed form. */
const needs: Readonly<Record<string, readonly string[]>> = {
  adafactor: ["learningRate", "epsilonWeights", "clippingThreshold"],
  lamb: ["learningRate", "beta1", "beta2"],
  lars: ["learningRate", "momentum", "trustCoefficient"],
  "d-adaptation": ["learningRate", "beta1", "beta2", "distance"],
  prodigy: ["learningRate", "beta1", "beta2", "distance"],
  lbfgs: [
    "learningRate",
    "sufficientDecrease",
    "curvature",
    "trials",
    "tolerance",
  ],
};

function needsOf(rule: string): readonly string[] {
  return closedForms[rule]?.needs ?? needs[rule] ?? ["learningRate"];
}

/** Nothing where no hyperparameter follows a schedule; else which does. */
export function unlessUnscheduled(
  { scheduled: [name] }: Subject,
): string | undefined {
  return name === undefined ? undefined : `${name} follows a schedule`;
}

/** Nothing where a subject claims to be one of these rules, as `unlessRule`. */
export function unlessOneOf(
  subject: Subject,
  rules: readonly string[],
): string | undefined {
  return rules.includes(subject.rule ?? "")
    ? unlessRule(subject, subject.rule!)
    : `it is none of ${rules.join(", ")}`;
}

/** Nothing where a learning rate that is known is no extreme one. */
export function unlessExtremeRate(subject: Subject): string | undefined {
  return subject.hyperparameters.learningRate === undefined
    ? undefined
    : unlessModerateRate(subject);
}

/** Nothing where the learning rate neither overflows nor underflows what meets it. */
export function unlessModerateRate(
  { hyperparameters: { learningRate } }: Subject,
): string | undefined {
  return learningRate >= 2 ** -40 && learningRate <= 2 ** 40
    ? undefined
    : "it is asked at learning rates from 2^-40 to 2^40";
}
