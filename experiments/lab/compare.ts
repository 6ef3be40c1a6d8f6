import { parseNumber, ulpsBetween } from "./ulps.ts";

/** A CSV file as rows of fields. */
export type ParseCSV = (text: string) => string[][];

/** What {@link compareResults} compares. */
export interface CompareOptions {
  /**
   * Whether the bytes of plots count too, as they do where Deno has the
   * version that drew them; true by default.
   */
  readonly pictures?: boolean;
}

/**
 * Says how results that were made anew differ from those that are there: a
 * line a file, with the first place and, for numbers, how far apart they are.
 * Where pictures don't count, it is still a difference that one is missing or
 * does not belong.
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
  { pictures = true }: CompareOptions = {},
): string[] {
  const names = [...new Set([...anew.keys(), ...present.keys()])];
  const compared = (name: string, text?: string) =>
    pictures || text === undefined ? text : withoutPictures(name, text);
  return names.flatMap((name) => {
    const before = compared(name, present.get(name));
    const after = compared(name, anew.get(name));
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

/** What of a file does not depend on how plots are drawn. */
function withoutPictures(name: string, text: string): string {
  if (name.endsWith(".svg")) return "";
  if (name !== "manifest.json") return text;
  try {
    const { plots: _, ...rest } = JSON.parse(text);
    return JSON.stringify(rest, null, 2);
  } catch {
    return text;
  }
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
  const [old, fresh] = [before[at] ?? "", after[at] ?? ""];
  const start = firstDifference(old, fresh);
  return `line ${at + 1}: committed ${excerpt(old, start)}, ` +
    `computed ${excerpt(fresh, start)}`;
}

function firstDifference(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}

/** How many characters of a line are shown, and how many before the place. */
const [shown, leading] = [80, 20];

/** A line in quotes; of a long one, what is around a place. */
function excerpt(line: string, at: number): string {
  if (line.length <= shown) return JSON.stringify(line);
  const start = Math.max(0, at - leading);
  const part = line.slice(start, start + shown);
  return (start > 0 ? "…" : "") + JSON.stringify(part) +
    (start + shown < line.length ? "…" : "");
}
