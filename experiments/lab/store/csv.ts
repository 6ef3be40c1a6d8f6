import { stringify } from "../../deps.ts";
import { type Table, tableTexts } from "../table.ts";

/** A table as CSV (RFC 4180). */
export function toCSV(table: Table): string {
  return stringify([[...table.columns], ...tableTexts(table)]);
}
