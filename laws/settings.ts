import type { Subject } from "./subject.ts";

/** A subject at certain values of hyperparameters, or why there is none. */
export interface AtValues {
  readonly subject?: Subject;
  readonly why?: string;
}

/**
 * A subject with some hyperparameters at certain values.
 *
 * @param ifThere values of hyperparameters that it may have or not.
 */
export function atValues(
  subject: Subject,
  required: Readonly<Record<string, number>>,
  ifThere: Readonly<Record<string, number>> = {},
): AtValues {
  const { hyperparameters } = subject;
  const present = Object.entries(ifThere)
    .filter(([name]) => Object.hasOwn(hyperparameters, name));
  const values = { ...required, ...Object.fromEntries(present) };
  const other = Object.keys(values).find((name) =>
    hyperparameters[name] !== values[name]
  );
  if (other === undefined) return { subject };
  if (subject.with === undefined) {
    return {
      why: `it is asked at ${other} = ${values[other]}, this one has ` +
        `${hyperparameters[other] ?? "none"} and cannot be made anew (give ` +
        `the rule, or with)`,
    };
  }
  try {
    const made = subject.with(values);
    const missed = Object.keys(values).find((name) =>
      made.hyperparameters[name] !== values[name]
    );
    return missed === undefined ? { subject: made } : {
      why: `it is asked at ${missed} = ${values[missed]}, and making it so ` +
        `gave ${made.hyperparameters[missed] ?? "none"}`,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      why: `it is asked at ${other} = ${values[other]}, and making it so ` +
        `threw: ${reason}`,
    };
  }
}
