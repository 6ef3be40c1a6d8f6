import { suggest } from "../optimizers/suggest.ts";
import { packagedData } from "./data/packages.ts";
import { parse, parseArgs } from "./deps.ts";
import { Failure } from "./failure.ts";
import { compareResults } from "./lab/compare.ts";
import { resultFiles } from "./lab/results.ts";
import { runStudy } from "./lab/run_study.ts";
import { toCSV } from "./lab/store/csv.ts";
import { readResults, resultsFolder, writeResults } from "./lab/store/files.ts";
import { Progress } from "./lab/store/progress.ts";
import { runRecord, runRecordFile } from "./lab/store/run_record.ts";
import type { Study } from "./lab/study.ts";
import { studies } from "./studies/mod.ts";

const help = `Usage:
  deno task experiment [STUDY…]   run studies and write results/STUDY/
  deno task verify [STUDY…]       run them again and compare byte for byte

Without a STUDY, all of them.

Options:
  --list    the studies and what each asks
  --help    this text

Exit code: 0, or 1 where verify finds a difference, or 2 for an error.`;

/** What runs studies and returns the exit code, by its name. */
const commands = new Map([["experiment", experiment], ["verify", verify]]);

/** The command line. */
interface Arguments {
  /** The command and the studies. */
  readonly names: readonly string[];
  readonly list: boolean;
  readonly help: boolean;
}

function readArguments(args: readonly string[]): Arguments {
  const flags = ["list", "help"];
  const { _, list, help } = parseArgs([...args], {
    boolean: flags,
    string: ["_"],
    alias: { h: "help" },
    unknown(arg) {
      if (!arg.startsWith("-")) return;
      const known = flags.map((flag) => `--${flag}`);
      refuse("option", arg.split("=")[0], known);
    },
  });
  return { names: _.map(String), list: list === true, help: help === true };
}

function refuse(what: string, name: string, known: readonly string[]): never {
  throw new Failure(
    `Unknown ${what} ${JSON.stringify(name)}${suggest(name, known)}`,
  );
}

function chooseStudies(names: readonly string[]): readonly Study[] {
  const known = studies.map((study) => study.id);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) refuse("study", unknown, known);
  return studies.filter(({ id }) => names.length === 0 || names.includes(id));
}

async function compute(study: Study): Promise<Map<string, string>> {
  const progress = new Progress(study.id);
  try {
    const outcome = await runStudy(
      study,
      packagedData,
      (done, all) => progress.update(done, all),
    );
    return resultFiles(outcome, toCSV);
  } finally {
    progress.end();
  }
}

async function experiment(chosen: readonly Study[]): Promise<number> {
  for (const study of chosen) {
    const start = performance.now();
    const files = await compute(study);
    const record = JSON.stringify(runRecord(start), null, 2);
    await writeResults(study.id, new Map([...files, [runRecordFile, record]]));
    console.log(
      `${study.id}: ${files.size} files in ${resultsFolder}/${study.id}/`,
    );
  }
  return 0;
}

async function verify(chosen: readonly Study[]): Promise<number> {
  let different = 0;
  for (const study of chosen) {
    const anew = await compute(study);
    const present = await readResults(study.id);
    const lines = compareResults(
      study.id,
      present,
      anew,
      (text) => parse(text),
    );
    console.log(
      lines.length === 0
        ? `${study.id}: the same bytes in ${anew.size} files`
        : lines.join("\n"),
    );
    different += lines.length;
  }
  return different === 0 ? 0 : 1;
}

/** Runs one command and returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const { names: [name = "", ...rest], list, help: asked } = readArguments(
    args,
  );
  if (asked) {
    console.log(help);
    return 0;
  }
  const command = commands.get(name) ??
    refuse("command", name, [...commands.keys()]);
  const chosen = chooseStudies(rest);
  if (!list) return await command(chosen);
  for (const { id, question } of chosen) console.log(`${id}: ${question}`);
  return 0;
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
