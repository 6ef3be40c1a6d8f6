import { checkNames } from "../../autodiff/check_names.ts";
import { describe } from "../../autodiff/handle.ts";
import type { Study } from "./study.ts";

const parts: Readonly<Record<keyof Study, true>> = {
  id: true,
  revision: true,
  question: true,
  problems: true,
  optimizers: true,
  grid: true,
  seeds: true,
  steps: true,
  metrics: true,
  curvePoints: true,
  curvesOf: true,
  quick: true,
  tolerance: true,
  report: true,
};

/**
 * Checks the names and the kinds of what a study is made of.
 *
 * @throws {TypeError} for a part that is unknown or of another kind.
 */
export function checkParts(study: Study): void {
  const what = `define study ${study.id}`;
  checkNames(what, "part", study, Object.keys(parts));
  const check = (name: string, kind: string, fits: boolean, at: unknown) => {
    if (fits) return;
    throw new TypeError(
      `Cannot ${what}: ${name} must be ${kind}, current value is ` +
        describe(at),
    );
  };
  const { problems, report, optimizers, metrics, grid } = study;
  for (const [name, part] of Object.entries({ problems, report })) {
    check(name, "a function", typeof part === "function", part);
  }
  for (const [name, part] of Object.entries({ optimizers, metrics })) {
    check(name, "a list", Array.isArray(part), part);
  }
  for (const [i, each] of optimizers.entries()) {
    const isContestant = typeof each?.create === "function";
    check(`optimizers[${i}]`, "what contestant() gives", isContestant, each);
  }
  for (const [name, values] of Object.entries(grid)) {
    const isList = Array.isArray(values);
    check(`the grid of ${name}`, "a list of numbers", isList, values);
    for (const value of values) {
      check(
        `a value in the grid of ${name}`,
        "a finite number",
        Number.isFinite(value),
        value,
      );
    }
  }
}
