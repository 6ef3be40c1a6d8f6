/**
 * Descent and its peers in alternating rounds: `deno task bench:peers --help`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import {
  type Arguments,
  help,
  Mistake,
  readArguments,
  refuse,
} from "./arguments.ts";
import { contestantIds, describe, withPart } from "./document.ts";
import { thisMachine } from "./machine.ts";
import { measureProcesses } from "./processes.ts";
import { missing, type Results, serialize, withRow } from "./results.ts";
import { Contest } from "./rounds.ts";
import { allRows } from "./rows.ts";

const folder = new URL("./", import.meta.url);
const readme = new URL("README.md", folder);
const file = new URL("results.json", folder);

/** The line on a terminal that says what is being measured. */
function note(text: string): void {
  if (!Deno.stderr.isTerminal()) return;
  Deno.stderr.writeSync(new TextEncoder().encode(`\r${text}\x1b[K`));
}

async function readResults(): Promise<Results | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(file)) as Results;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function format(...files: readonly URL[]): Promise<void> {
  const args = ["fmt", "--quiet", ...files.map((file) => fileURLToPath(file))];
  await new Deno.Command(Deno.execPath(), { args }).output();
}

/** The rows that are asked for. */
export function chosen(
  { only, against }: Pick<Arguments, "only" | "against">,
): (typeof allRows)[number][] {
  for (const name of against) {
    if (!contestantIds.includes(name)) {
      refuse("contestant", name, contestantIds);
    }
  }
  for (const name of only) {
    if (!allRows.some(({ id }) => id.startsWith(name))) {
      refuse("row", name, allRows.map(({ id }) => id));
    }
  }
  return allRows.filter(({ id }) =>
    only.length === 0 || only.some((name) => id.startsWith(name))
  );
}

async function measure(options: Arguments): Promise<number> {
  const { against, python, resume } = options;
  const rows = chosen(options);
  const before = await readResults();
  if (resume && before === undefined) {
    throw new Mistake("There is no run to --resume");
  }
  const rounds = resume ? before!.rounds : options.rounds;
  let results: Results = resume ? before! : {
    started: new Date().toISOString(),
    machine: await thisMachine(),
    rounds,
    versions: before?.versions ?? {},
    rows: before?.rows ?? [],
  };
  const order = allRows.map(({ id }) => id);
  const contest = new Contest(python);
  const own: string[] = [];
  try {
    for (const row of resume ? missing(rows, results) : rows) {
      const result = "workload" in row
        ? await contest.measure(row, { rounds, only: against, note })
        : await measureProcesses(row, { rounds, note });
      own.push(row.id);
      const versions = { ...results.versions, ...contest.versions };
      results = withRow({ ...results, versions }, result, order);
      await Deno.writeTextFile(file, serialize(results));
    }
  } finally {
    await contest.close();
    note("");
  }
  const text = await Deno.readTextFile(readme);
  await Deno.writeTextFile(readme, withPart(text, describe(results)));
  await format(readme, file);
  const shown = results.rows.filter(({ id }) => own.includes(id));
  console.log(describe({ ...results, rows: shown }));
  const wrong = shown.some(({ cells }) =>
    Object.values(cells).some((cell) => "error" in cell)
  );
  return wrong ? 1 : 0;
}

async function main(args: readonly string[]): Promise<number> {
  const options = readArguments(args);
  if (options.help) {
    console.log(help);
    return 0;
  }
  if (options.list) {
    for (const { id } of allRows) console.log(id);
    console.log(`\nContestants: ${contestantIds.join(", ")}`);
    return 0;
  }
  return await measure(options);
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
