import { openQuotients } from "./divisors.ts";
import type { Expression } from "./expression.ts";
import type { FormulaHyperparameter } from "./hyperparameters.ts";
import type { Lines } from "./lines.ts";
import { render } from "./render.ts";
import { textNotation } from "./text.ts";
import type { TracedUpdate } from "./trace.ts";

/** What the equations do not say: a sentence for each quotient by what may be 0. */
export function notesOf(
  update: TracedUpdate,
  { lines, names }: Lines,
  hyperparameters: readonly FormulaHyperparameter[],
): string[] {
  const values = new Map(
    hyperparameters.flatMap(({ symbol, value }) =>
      symbol === undefined || value === undefined ? [] : [[symbol, value]]
    ),
  );
  const text = (expression: Expression) =>
    render(textNotation, names, expression);
  return openQuotients(update, lines, values).map((quotient) => {
    const divisor = text(quotient.args[1]);
    return `${text(quotient)} is 0 where ${divisor} is 0.`;
  });
}
