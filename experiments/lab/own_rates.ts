import type { Study } from "./study.ts";

/** Which optimizers are not run with the learning rates of a study: sentences. */
export function ownRates({ optimizers }: Study): string[] {
  return optimizers.flatMap(({ id, grid }) =>
    grid === undefined
      ? []
      : [`${id} is run with η = ${grid.learningRate.join(", ")} alone.`]
  );
}
