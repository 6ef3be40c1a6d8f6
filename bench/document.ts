/** The part of README.md that results are written into. */
import { contestants } from "./contestants.ts";
import type { Results } from "./results.ts";
import {
  gaps,
  goalTable,
  groups,
  groupTable,
  losses,
  otherTable,
} from "./table.ts";

const begin = "<!-- begin: written by deno task bench:peers -->";
const end = "<!-- end -->";

/**
 * A document with its part between the markers replaced.
 *
 * @throws {TypeError} if it does not have both of them, in order.
 */
export function withPart(document: string, part: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) {
    throw new TypeError(`There is no ${begin} … ${end} to write between`);
  }
  return `${document.slice(0, from + begin.length)}\n\n${part}\n\n${
    document.slice(to)
  }`;
}

/** Results as Markdown. */
export function describe(
  { started, machine, rounds, versions, rows }: Results,
): string {
  const takesPart = (id: string) =>
    rows.some(({ cells }) => "speeds" in (cells[id] ?? {}));
  const peers = Object.entries(versions)
    .filter(([id, text]) => text !== "" && takesPart(id))
    .map(([, text]) => text);
  const asList = (lines: readonly string[], none: string) =>
    lines.length === 0 ? [none] : lines.map((line) => `- ${line}`);
  const older = rows.filter(({ measured }) => measured < started);
  const tables = groups.filter(({ letter }) =>
    rows.some(({ id }) => id.startsWith(`${letter} `))
  );
  return [
    `${started.slice(0, 10)}, ${machine.processor}, ${machine.cores} cores, ` +
    `${machine.system}, load ${machine.load} at the start; Deno ` +
    `${machine.deno}, V8 ${machine.v8}` +
    [...new Set(peers)].map((peer) => `, ${peer}`).join("") +
    `; ${rounds} rounds.`,
    "",
    "### What was to be reached",
    "",
    goalTable(rows),
    ...tables.flatMap((group) => [
      "",
      `### ${group.letter}. ${group.title}`,
      "",
      groupTable(group, rows),
    ]),
    "",
    ...rows.some(({ id }) => id.startsWith("E "))
      ? [
        "### E. Threads, processes and a user's own formula",
        "",
        otherTable(rows),
        "",
      ]
      : [],
    "### Where Descent is slower",
    "",
    ...asList(losses(rows), "Nowhere in these tables."),
    "",
    "### What is missing",
    "",
    ...asList(gaps(rows), "Nothing."),
    ...older.length === 0 ? [] : [
      "",
      "Not measured in this run, but in one before: " +
      older.map(({ id, measured }) => `${id} (${measured.slice(0, 10)})`)
        .join(", ") +
      ".",
    ],
  ].join("\n");
}

/** The ids of all contestants. */
export const contestantIds: readonly string[] = Object.keys(contestants);
