import { Failure } from "../failure.ts";
import type { Study } from "./study.ts";
import type { Cell } from "./trial.ts";

/**
 * What to throw where trials that were run together have thrown something: it
 * says which they are, and why they could not be run.
 */
export function failedTrials(
  { id }: Study,
  cells: readonly Cell[],
  cause: unknown,
): Failure {
  if (cause instanceof Failure) return cause;
  const [{ problem, optimizer, hyperparameters, seed, id: first }] = cells;
  const point = Object.entries(hyperparameters)
    .map(([name, value]) => `${name} ${value}`);
  const which = cells.length === 1
    ? `trial ${first} with ${[...point, `seed ${seed}`].join(", ")}`
    : `${cells.length} trials from ${first} to ${cells.at(-1)!.id}`;
  const [reason] = String((cause as Error)?.message ?? cause).split("\n");
  return new Failure(
    `Cannot run ${optimizer.id} on ${problem.id} in study ${id}, ${which}: ` +
      reason,
    { cause },
  );
}
