/** The results in words: Markdown tables. */
import { contestants } from "./contestants.ts";
import type { Goal, RowResult } from "./row.ts";
import { ratiosOf, type Spread, spreadOf } from "./statistics.ts";

/** A table of all rows of a letter. */
export interface Group {
  readonly letter: string;
  readonly title: string;
  /** What the speed in the second column is. */
  readonly speed: string;
}

/** The groups, in order. */
export const groups: readonly Group[] = [
  { letter: "A", title: "Steps of training", speed: "steps/s" },
  { letter: "B", title: "The optimizer's step alone", speed: "steps/s" },
  { letter: "C", title: "Products of matrices", speed: "GFLOP/s" },
  {
    letter: "D",
    title: "Adam on Rosenbrock's function, float64",
    speed: "steps of a run/s",
  },
];

/** Rows whose ids begin with this stand with what they are compared with. */
const others = "E";

/** A number with three digits, without an exponent. */
export function digits(number: number): string {
  if (!Number.isFinite(number)) return String(number);
  const text = Number(number.toPrecision(3));
  const [, fraction = ""] = number.toPrecision(3).split("e")[0].split(".");
  return Math.abs(text) >= 100
    ? group(text.toFixed(0))
    : text.toFixed(fraction.length);
}

/** Groups of three digits, parted by commas. */
function group(text: string): string {
  return text.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A median with the least and the greatest. */
export function spreadText({ median, least, greatest }: Spread): string {
  return `${digits(median)} (${digits(least)}–${digits(greatest)})`;
}

function titleOf(id: string): string {
  return id in contestants
    ? contestants[id as keyof typeof contestants].title
    : id;
}

/** The speeds of a contestant, or nothing where there are none. */
function speedsOf(
  { cells }: RowResult,
  id: string,
): readonly number[] | undefined {
  const cell = cells[id];
  return cell !== undefined && "speeds" in cell ? cell.speeds : undefined;
}

/** How a row stands to a goal; undefined where something was not measured. */
export function standing(
  row: RowResult,
  goal: Goal,
): { readonly spread: Spread; readonly verdict: string } | undefined {
  const subject = speedsOf(row, row.subject);
  if (subject === undefined) return undefined;
  if (goal.unit === "ms") {
    const spread = spreadOf(subject.map((speed) => 1e3 / speed));
    return {
      spread,
      verdict: verdictOf(-spread.median, -goal.reach, -goal.aim),
    };
  }
  const found = goal.against.map((id) => speedsOf(row, id))
    .filter((speeds) => speeds !== undefined);
  if (found.length === 0) return undefined;
  const spread = spreadOf(ratiosOf(subject, found));
  return { spread, verdict: verdictOf(spread.median, goal.reach, goal.aim) };
}

function verdictOf(median: number, reach: number, aim: number): string {
  return median >= aim ? "aim" : median >= reach ? "reached" : "**short**";
}

/** A Markdown table. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => i === 0 ? "---" : "---:");
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** All goals, and how they are met. */
export function goalTable(rows: readonly RowResult[]): string {
  return table(
    ["what", "against", "to reach", "aim", "measured", ""],
    rows.flatMap((row) =>
      row.goals.map((goal) => {
        const found = standing(row, goal);
        const unit = goal.unit === "ms" ? " ms" : "";
        const against = goal.against.length > 1
          ? `fastest of ${goal.against.map(titleOf).join(", ")}`
          : goal.against.map(titleOf).join("");
        return [
          ...[row.id, against, `${goal.reach}${unit}`, `${goal.aim}${unit}`],
          found === undefined ? "–" : spreadText(found.spread) + unit,
          found?.verdict ?? "not measured",
        ];
      })
    ),
  );
}

/** The rows of a group: our speed, and how many times theirs it is. */
export function groupTable(
  { letter, speed }: Group,
  rows: readonly RowResult[],
): string {
  const own = rows.filter(({ id }) => id.startsWith(`${letter} `));
  const columns = Object.keys(contestants).filter((id) =>
    own.some((row) => id !== row.subject && id in row.cells)
  );
  return table(
    ["", `Descent, ${speed}`, ...columns.map(titleOf)],
    own.map((row) => {
      const subject = speedsOf(row, row.subject);
      return [
        row.id.slice(2),
        cellText(row, row.subject, (speeds) => digits(spreadOf(speeds).median)),
        ...columns.map((id) =>
          cellText(
            row,
            id,
            (speeds) =>
              subject === undefined
                ? "–"
                : spreadText(spreadOf(ratiosOf(subject, [speeds]))),
          )
        ),
      ];
    }),
  );
}

function cellText(
  row: RowResult,
  id: string,
  text: (speeds: readonly number[]) => string,
): string {
  const cell = row.cells[id];
  if (cell === undefined) return "";
  if ("speeds" in cell) return text(cell.speeds);
  return "absent" in cell ? "–" : "error";
}

/** Rows that stand alone: what each contestant takes. */
export function otherTable(rows: readonly RowResult[]): string {
  const own = rows.filter(({ id }) => id.startsWith(`${others} `));
  return table(
    ["", "who", "ms each"],
    own.flatMap((row) =>
      Object.keys(row.cells).map((id) => [
        ...[row.id.slice(2), titleOf(id)],
        cellText(row, id, (speeds) =>
          spreadText(spreadOf(speeds.map((speed) =>
            1e3 / speed
          )))),
      ])
    ),
  );
}

/** Where others are faster, the most so first. */
export function losses(rows: readonly RowResult[]): string[] {
  const found = rows.flatMap((row) => {
    const subject = speedsOf(row, row.subject);
    return Object.keys(row.cells).flatMap((id) => {
      const speeds = speedsOf(row, id);
      const compared = subject !== undefined && speeds !== undefined &&
        id !== row.subject && id !== "limit" && !row.id.startsWith(others);
      if (!compared) return [];
      const { median } = spreadOf(ratiosOf(subject, [speeds]));
      return median < 1 ? [{ row, id, median }] : [];
    });
  });
  return found.sort((a, b) => a.median - b.median).map(({ row, id, median }) =>
    `${row.id}: ${titleOf(id)}, ${digits(1 / median)} times as fast`
  );
}

/** What there is no number for, and why. */
export function gaps(rows: readonly RowResult[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { id, cells } of rows) {
    for (const [name, cell] of Object.entries(cells)) {
      if ("speeds" in cell) continue;
      const reason = "absent" in cell ? cell.absent : `error: ${cell.error}`;
      const key = `${titleOf(name)} (${reason})`;
      reasons.set(key, [...reasons.get(key) ?? [], id]);
    }
  }
  return [...reasons].map(([key, ids]) => `${key}: ${ids.join(", ")}`);
}
