import { parseNumber, ulpsBetween } from "./ulps.ts";

/** A CSV file as rows of fields. */
export type ParseCSV = (text: string) => string[][];

/**
 * Says how results that were made anew differ from those that are there: a
 * line a file, with the first place and, for numbers, how far apart they are.
 *
 * @example
 * ```ts
 * import { compareResults } from "@descent/lab/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * const committed = new Map([["a.csv", "x\r\n1\r\n"]]);
 * const computed = new Map([["a.csv", "x\r\n1.0000000000000002\r\n"]]);
 * const parse = (text: string) => text.split("\r\n").map((line) => [line]);
 * assertEquals(compareResults("study", committed, computed, parse), [
 *   "study/a.csv: line 2, x: committed 1, computed 1.0000000000000002 " +
 *   "(1 ulps apart)",
 * ]);
 * ```
 */
export function compareResults(
  study: string,
  present: ReadonlyMap<string, string>,
  anew: ReadonlyMap<string, string>,
  parseCSV: ParseCSV,
): string[] {
  const names = [...new Set([...anew.keys(), ...present.keys()])];
  return names.flatMap((name) => {
    const [before, after] = [present.get(name), anew.get(name)];
    if (before === after) return [];
    const place = `${study}/${name}`;
    if (before === undefined) return [`${place}: is missing`];
    if (after === undefined) return [`${place}: does not belong there`];
    const tables = name.endsWith(".csv")
      ? parseBoth(before, after, parseCSV)
      : undefined;
    const difference = tables === undefined
      ? compareLines(before.split("\n"), after.split("\n"))
      : compareTables(...tables);
    return [`${place}: ${difference}`];
  });
}

/** Two files as tables; nothing if one is not CSV. */
function parseBoth(
  before: string,
  after: string,
  parseCSV: ParseCSV,
): [string[][], string[][]] | undefined {
  try {
    return [parseCSV(before), parseCSV(after)];
  } catch {
    return undefined;
  }
}

function compareTables(
  before: readonly string[][],
  after: readonly string[][],
): string {
  const [columns] = after;
  for (let row = 0; row < Math.max(before.length, after.length); row++) {
    const [old, fresh] = [before[row], after[row]];
    if (old === undefined || fresh === undefined) {
      return `${before.length} lines where there should be ${after.length}`;
    }
    const name = row > 0 ? rowName(columns, fresh) : "";
    const place = `line ${row + 1}${name}`;
    if (old.length !== fresh.length) {
      return `${place}: ${old.length} fields where there should be ` +
        fresh.length;
    }
    const column = fresh.findIndex((field, i) => field !== old[i]);
    if (column < 0) continue;
    return `${place}, ${columns[column]}: ` +
      compareFields(old[column], fresh[column]);
  }
  return "differs in quotes or line ends";
}

/** What tells a row from others: its trial and step, where it has them. */
function rowName(columns: readonly string[], row: readonly string[]): string {
  const names = ["trial", "step"].filter((name) => columns.includes(name));
  return names.map((name) => `, ${name} ${row[columns.indexOf(name)]}`)
    .join("");
}

function compareFields(before: string, after: string): string {
  const [a, b] = [parseNumber(before), parseNumber(after)];
  const apart = a === undefined || b === undefined
    ? ""
    : ` (${ulpsBetween(a, b)} ulps apart)`;
  return `committed ${before}, computed ${after}${apart}`;
}

function compareLines(
  before: readonly string[],
  after: readonly string[],
): string {
  const line = after.findIndex((text, i) => text !== before[i]);
  const at = line < 0 ? after.length : line;
  return `line ${at + 1}: committed ${JSON.stringify(before[at] ?? "")}, ` +
    `computed ${JSON.stringify(after[at] ?? "")}`;
}
