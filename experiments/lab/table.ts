import { numberText } from "./canonical.ts";

/** One cell of a table: numbers are written so that they read back exactly. */
export type TableValue = string | number;

/** A table of results: what becomes one CSV file. */
export interface Table {
  /** The file's name without its ending. */
  readonly name: string;
  /** The names in the first line. */
  readonly columns: readonly string[];
  /** A value for each column. */
  readonly rows: readonly (readonly TableValue[])[];
}

/** The rows of a table as texts. */
export function tableTexts(table: Table): string[][] {
  return table.rows.map((row) =>
    row.map((value) => typeof value === "number" ? numberText(value) : value)
  );
}

/**
 * A table in Markdown: numbers with so many significant digits, columns of
 * numbers set to the right, a dash for what has no value (NaN).
 */
export function markdownTable(
  columns: readonly string[],
  rows: readonly (readonly TableValue[])[],
  digits = 4,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const numeric = columns.map((_, i) =>
    rows.some((row) => typeof row[i] === "number")
  );
  return [
    line(columns),
    line(numeric.map((right) => right ? "--:" : "---")),
    ...rows.map((row) =>
      line(
        row.map((value) =>
          typeof value === "string"
            ? value
            : Number.isNaN(value)
            ? "–"
            : roundedText(value, digits)
        ),
      )
    ),
  ].join("\n");
}

/** A number for reading: so many significant digits at most. */
export function roundedText(x: number, digits = 4): string {
  return Number.isFinite(x) && x !== 0
    ? numberText(Number(x.toPrecision(digits)))
    : numberText(x);
}

/** Lines of source as one line of Markdown. */
export function paragraph(...lines: readonly string[]): string {
  return lines.join(" ");
}
