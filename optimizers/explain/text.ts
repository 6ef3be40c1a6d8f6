import type { Explanation } from "./explain.ts";
import type { Parting } from "./parting.ts";

/** What a comparison found, in sentences and short lists. */
export function explanationText(
  { a, b, steps, parting, equations, hyperparameters }: Omit<
    Explanation,
    "text"
  >,
): string {
  // Two of one name are told apart by their place.
  const [first, second] = a === b ? ["the first", "the second"] : [a, b];
  const count = steps === 1 ? "step" : "steps";
  const lines = parting === undefined
    ? [`${a} and ${b} give the same bits in all ${steps} ${count} compared.`]
    : partingLines(`${a} and ${b}`, parting);
  if (equations.a.length + equations.b.length === 0) {
    lines.push("Their formulas are the same.");
  } else {
    lines.push(...list("In both formulas:", equations.both));
    lines.push(...list(`In ${first} alone:`, equations.a));
    lines.push(...list(`In ${second} alone:`, equations.b));
  }
  const rows = hyperparameters.map(({ name, symbol, a, b }) => {
    const label = symbol === undefined ? name : `${symbol} (${name})`;
    return `${label}: ${text(a)} and ${text(b)}`;
  });
  return [...lines, ...list("Hyperparameters that differ:", rows)].join("\n");
}

function partingLines(pair: string, parting: Parting): string[] {
  const { step, tensor, element, differing, size, a, b, ulps, relative } =
    parting;
  const place = tensor === "" ? "the parameters" : `params${tensor}`;
  const far = ulps === 0
    ? "only the sign of zero differs"
    : `${ulps} ulps apart, ${relative.toPrecision(2)} relative`;
  const terms = parting.terms.map((term) => {
    const same = Object.is(term.a, term.b);
    return same
      ? `${term.name}: ${text(term.a)} in both`
      : `${term.name}: ${text(term.a)} and ${text(term.b)}`;
  });
  return [
    `${pair} part in step ${step}, in ${place}: element ${element} becomes ` +
    `${text(a)} and ${text(b)}, ${far}. ${differing} of ${size} elements ` +
    `differ.`,
    ...terms.length > 0 ? list("At that element:", terms) : [
      "Its terms are not listed: they are not those of one tensor alone.",
    ],
  ];
}

function list(head: string, rows: readonly string[]): string[] {
  return rows.length === 0 ? [] : [head, ...rows.map((row) => `  ${row}`)];
}

function text(value: number | string | undefined): string {
  if (value === undefined) return "none";
  return Object.is(value, -0) ? "-0" : String(value);
}
