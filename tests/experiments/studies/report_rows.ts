/** Reading the tables of a study's report. */
import type { Report } from "../../../mod.ts";

/** A row of a table, by column. */
export type Row = Record<string, string | number>;

/** The rows of one table of a report. */
export function rowsOf(report: Report, name: string): Row[] {
  const { columns, rows } = report.tables.find((table) => table.name === name)!;
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, i) => [column, row[i]]))
  );
}
