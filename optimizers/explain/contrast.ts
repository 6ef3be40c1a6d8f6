import type { Formula } from "../formula/formula.ts";

/** A hyperparameter that has not the same value in both. */
export interface HyperparameterContrast {
  /** Its name, as the formulas list it. */
  readonly name: string;
  /** Its symbol in the first formula that has one for it. */
  readonly symbol?: string;
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
  /** The hyperparameters with different values, in the order of the formulas. */
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
  const rows = ({ hyperparameters }: Formula) =>
    new Map(hyperparameters.map((row) => [row.name, row]));
  const [a, b] = [rows(first), rows(second)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((name) => {
    const both = [a.get(name), b.get(name)];
    const [left, right] = both.map((row) => row && (row.value ?? "schedule"));
    if (Object.is(left, right)) return [];
    const symbol = both.find((row) => row?.symbol !== undefined)?.symbol;
    return [{
      name,
      ...symbol !== undefined && { symbol },
      ...left !== undefined && { a: left },
      ...right !== undefined && { b: right },
    }];
  });
}
