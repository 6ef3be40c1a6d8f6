import { stringify } from "../../deps.ts";
import { type Table, tableTexts } from "../table.ts";

/**
 * A table as CSV (RFC 4180): numbers so that they read back exactly.
 *
 * @example
 * ```ts
 * import { toCSV } from "@descent/lab/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * const table = { name: "t", columns: ["a", "b"], rows: [[-0, "x,y"]] };
 * assertEquals(toCSV(table), 'a,b\r\n-0,"x,y"\r\n');
 * ```
 */
export function toCSV(table: Table): string {
  return stringify([[...table.columns], ...tableTexts(table)]);
}
