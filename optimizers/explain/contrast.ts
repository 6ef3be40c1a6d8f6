import type { Formula } from "../formula/formula.ts";

/** A hyperparameter that has not the same value in both. */
export interface HyperparameterContrast {
  /** Its name among the options. */
  readonly name: string;
  /** Its value in the first, `schedule`, or none if the first lacks it. */
  readonly a?: number | "schedule";
  /** Its value in the second, `schedule`, or none if the second lacks it. */
  readonly b?: number | "schedule";
}

/** In what two formulas differ. */
export interface Contrast {
  /** The equations: those of both, of the first alone, of the second alone. */
  readonly equations: {
    readonly both: readonly string[];
    readonly a: readonly string[];
    readonly b: readonly string[];
  };
  /** The hyperparameters with different values, in the order of their tables. */
  readonly hyperparameters: readonly HyperparameterContrast[];
}

/** In what two formulas differ; equations are compared as they are printed. */
export function contrast(first: Formula, second: Formula): Contrast {
  const texts = ({ start, equations }: Formula) =>
    [...start, ...equations].map(({ text }) => text);
  const [a, b] = [texts(first), texts(second)];
  return {
    equations: {
      both: a.filter((text) => b.includes(text)),
      a: a.filter((text) => !b.includes(text)),
      b: b.filter((text) => !a.includes(text)),
    },
    hyperparameters: hyperparameterContrasts(first, second),
  };
}

function hyperparameterContrasts(
  first: Formula,
  second: Formula,
): HyperparameterContrast[] {
  const values = ({ hyperparameters }: Formula) =>
    new Map(
      hyperparameters.map(({ name, value }) =>
        [name, value ?? "schedule"] as const
      ),
    );
  const [a, b] = [values(first), values(second)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((name) => !Object.is(a.get(name), b.get(name)))
    .map((name) => ({
      name,
      ...a.has(name) && { a: a.get(name) },
      ...b.has(name) && { b: b.get(name) },
    }));
}
