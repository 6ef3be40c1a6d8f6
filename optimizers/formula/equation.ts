import type { Expression } from "./expression.ts";
import { latexNotation } from "./latex.ts";
import type { Line } from "./lines.ts";
import { type Name, nameText } from "./name.ts";
import { type Notation, render } from "./render.ts";
import { textNotation } from "./text.ts";

/** One equation of a formula. */
export interface Equation {
  /** What stands on its left side, as text: `h_t`. */
  readonly name: string;
  /** The equation as text: `h_t = h_{t−1} + g_t ⊙ g_t`. */
  readonly text: string;
  /** The equation in LaTeX, without delimiters. */
  readonly latex: string;
}

/** A line in both notations. */
export function printLine(
  { name, expression }: Line,
  names: ReadonlyMap<Expression, Name>,
): Equation {
  const known = names.get(expression);
  const line = (notation: Notation) => {
    const side = known === undefined || known === name
      ? render(notation, names, expression)
      : notation.name(known);
    return `${notation.name(name)} = ${side}`;
  };
  return {
    name: nameText(name),
    text: line(textNotation),
    latex: line(latexNotation),
  };
}
