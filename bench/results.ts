/** Results from row to row: a file that a run that was cut short goes on with. */
import type { Machine } from "./machine.ts";
import type { RowResult } from "./row.ts";

/** What is in the file. */
export interface Results {
  /** When the run began, in ISO 8601. */
  readonly started: string;
  readonly machine: Machine;
  readonly rounds: number;
  /** What the contestants say they are. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly RowResult[];
}

/** Results with another row, in the place of one of the same name. */
export function withRow(
  { rows, ...rest }: Results,
  row: RowResult,
  order: readonly string[],
): Results {
  const all = [...rows.filter(({ id }) => id !== row.id), row];
  all.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  return { ...rest, rows: all };
}

/** The rows that a run has still to measure. */
export function missing<R extends { readonly id: string }>(
  rows: readonly R[],
  { started, rows: done }: Results,
): R[] {
  return rows.filter(({ id }) =>
    !done.some((row) => row.id === id && row.measured >= started)
  );
}

/** Speeds with five digits: more would be noise. */
export function serialize(results: Results): string {
  return JSON.stringify(results, rounded, 2)
    .replace(
      /\[\s+([^[\]{}]*?)\s+\]/g,
      (_, list: string) => `[${list.replace(/\s+/g, " ")}]`,
    ) + "\n";
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value)
    ? Number(value.toPrecision(5))
    : value;
}
