import { overview, overviewFile } from "../lab/overview.ts";
import {
  readResults,
  resultsFolder,
  writeResults,
  writeText,
} from "../lab/store/files.ts";
import { runRecordFile, startRun } from "../lab/store/run_record.ts";
import { checkTarget } from "../lab/store/target.ts";
import type { Arguments } from "./arguments.ts";
import { allStudies, chooseByOptimizer, chooseStudies } from "./choose.ts";
import { Laboratory } from "./laboratory.ts";

/** Where narrowed runs go unless a folder is given; git ignores it. */
const partialFolder = `${resultsFolder}/.partial`;

/** Runs studies, writes their results, and returns the exit code. */
export async function experiment(args: Arguments): Promise<number> {
  const { narrowing, out, workers } = args;
  const narrowed = Object.keys(narrowing).length > 0;
  const folder = out ?? (narrowed ? partialFolder : resultsFolder);
  const { chosen, skipped } = chooseByOptimizer(
    chooseStudies(args.studies),
    narrowing.optimizers,
  );
  for (const { id } of chosen) await checkTarget(folder, id, narrowed);
  for (const { id } of skipped) {
    console.log(
      `${id}: skipped, it has none of ${narrowing.optimizers?.join(", ")}`,
    );
  }
  using laboratory = new Laboratory(workers);
  let record = startRun(narrowed);
  for await (const { study, files } of laboratory.compute(chosen, narrowing)) {
    const text = JSON.stringify(record(), null, 2);
    record = startRun(narrowed);
    // The record comes first: it tells a part from the whole.
    const all = new Map([[runRecordFile, text], ...files]);
    await writeResults(study.id, all, folder);
    console.log(`${study.id}: ${files.size} files in ${folder}/${study.id}/`);
  }
  if (narrowed) {
    console.log(
      `The studies were not run as defined: ${resultsFolder}/ is as it was`,
    );
  } else {
    await writeOverview(folder);
  }
  return 0;
}

/** Writes what the folder shows, from all results in it. */
async function writeOverview(folder: string): Promise<void> {
  const results = new Map<string, ReadonlyMap<string, string>>();
  for (const { id } of allStudies) {
    results.set(id, await readResults(id, folder));
  }
  const text = overview(allStudies, results);
  await writeText(folder, overviewFile, text);
  console.log(`${folder}/${overviewFile}: questions, answers and main plots`);
}
