import { suggest } from "../../autodiff/suggest.ts";
import { transformed } from "../../autodiff/transform.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import type { AnyProblem } from "../problems/problem.ts";
import { instanceOf } from "./run_trial.ts";
import type { Study } from "./study.ts";

/**
 * Checks that some problem has each of a study's metrics, before a trial is
 * run: one that none has would be a column of NaN. A problem may lack some of
 * them.
 *
 * @throws {RangeError} naming the metric, with the near one.
 */
export function checkMetrics(
  study: Study,
  problems: readonly AnyProblem[],
): void {
  const known = new Set(study.tolerance === undefined ? [] : ["reached"]);
  const missing = () => study.metrics.find((name) => !known.has(name));
  for (const problem of problems) {
    if (missing() === undefined) return;
    for (const name of metricsOf(study, problem)) known.add(name);
  }
  const name = missing();
  if (name === undefined || problems.length === 0) return;
  throw new RangeError(
    `Cannot run study ${study.id}: no problem has a metric ${name}` +
      suggest(name, [...known]),
  );
}

/**
 * The names of a problem's metrics. Where programs compute them, they are not
 * computed here, which may take long.
 */
function metricsOf(study: Study, problem: AnyProblem): readonly string[] {
  const { metrics, start } = instanceOf(study, problem, 0);
  if (problem.sharedLoss !== true) return Object.keys(metrics(start));
  let names: readonly string[] = [];
  const look = (params: typeof start) => {
    names = Object.keys(metrics(params));
  };
  transformed("run", look, flattenTree("run", start), [])(() => []);
  return names;
}
