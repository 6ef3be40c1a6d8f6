import { parse } from "../deps.ts";
import { Failure } from "../failure.ts";
import { compareResults } from "../lab/compare.ts";
import { drawingDeno } from "../lab/drawing/draw.ts";
import { overview, overviewFile } from "../lab/overview.ts";
import { readResults, readText, resultsFolder } from "../lab/store/files.ts";
import { denoVersion } from "../lab/store/run_record.ts";
import type { Arguments } from "./arguments.ts";
import { allStudies, chooseStudies } from "./choose.ts";
import { Laboratory } from "./laboratory.ts";

/**
 * Runs studies again, compares them with the results that are there, and
 * returns the exit code: 1 for a difference.
 *
 * @throws {Failure} for an option that makes no sense here.
 */
export async function verify(args: Arguments): Promise<number> {
  refuseOptions(args);
  using laboratory = new Laboratory(args.workers);
  const chosen = chooseStudies(args.studies);
  const computed = new Map<string, ReadonlyMap<string, string>>();
  const pictures = denoVersion() === drawingDeno;
  let different = 0;
  const compare = (
    name: string,
    present: ReadonlyMap<string, string>,
    anew: ReadonlyMap<string, string>,
  ) => {
    const lines = compareResults(name, present, anew, (text) => parse(text), {
      pictures,
    });
    const names = [...anew.keys()];
    const { length } = names.filter((file) =>
      pictures || !file.endsWith(".svg")
    );
    console.log(
      lines.length === 0
        ? `${name}: the same bytes in ${length} file${length === 1 ? "" : "s"}`
        : lines.join("\n"),
    );
    different += lines.length;
  };
  for await (const { study, files } of laboratory.compute(chosen)) {
    compare(study.id, await readResults(study.id), files);
    computed.set(study.id, files);
  }
  if (chosen.length === allStudies.length) {
    const page = new Map([[overviewFile, overview(chosen, computed)]]);
    const text = await readText(`${resultsFolder}/${overviewFile}`);
    const present = new Map(text === undefined ? [] : [[overviewFile, text]]);
    compare(resultsFolder, present, page);
  }
  if (!pictures) {
    console.log(
      `Plots were not compared: their bytes are those of Deno ${drawingDeno}, ` +
        `this is ${denoVersion()}`,
    );
  }
  return different === 0 ? 0 : 1;
}

function refuseOptions({ narrowing, out }: Arguments): void {
  const { seeds, optimizers, quick } = narrowing;
  const given = Object.entries({ seeds, optimizer: optimizers, quick, out });
  const name = given.find(([, value]) => value !== undefined)?.[0];
  if (name === undefined) return;
  throw new Failure(
    `Cannot verify with --${name}: verify runs whole studies and compares ` +
      `them with ${resultsFolder}/`,
  );
}
