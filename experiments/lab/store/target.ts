import { attempt, Failure } from "../../failure.ts";
import { unfinished } from "./files.ts";
import { runRecordFile } from "./run_record.ts";

/**
 * Makes sure that a study's results can be written into a folder, and that
 * nothing is lost by it.
 *
 * @param narrowed whether only a part of the study is run.
 * @throws {Failure} if the folder is a file or cannot be written; if it holds
 * files that are no results; if a part would replace a run of the whole study.
 */
export function checkTarget(
  folder: string,
  study: string,
  narrowed: boolean,
): Promise<void> {
  const path = `${folder}/${study}`;
  return attempt(`write ${path}`, async () => {
    await refuseFile(folder);
    await refuseFile(path);
    const isNew = await makeFolder(folder, path);
    await Deno.remove(
      await Deno.makeTempDir({ dir: path, prefix: unfinished }),
    );
    if (isNew) return await Deno.remove(path);
    const holds = await contents(path);
    if (holds === "something else") {
      throw new Failure("it holds files that are no results of a study");
    }
    if (holds === "the whole" && narrowed) {
      throw new Failure(
        "it holds a run of the whole study, which this one does not " +
          "replace; name another folder with --out",
      );
    }
  });
}

/** Refuses what is there and is no folder. */
async function refuseFile(path: string): Promise<void> {
  try {
    if ((await Deno.stat(path)).isDirectory) return;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  throw new Failure(`${path} is a file, not a folder`);
}

/** Makes a folder in another one and says whether it was not there. */
async function makeFolder(folder: string, path: string): Promise<boolean> {
  await Deno.mkdir(folder, { recursive: true });
  try {
    await Deno.mkdir(path);
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return false;
  }
}

/** What a folder of a study holds. Committed results have no record. */
async function contents(
  path: string,
): Promise<"nothing" | "a part" | "the whole" | "something else"> {
  const entries = await Array.fromAsync(Deno.readDir(path));
  const names = entries.filter(({ isFile }) => isFile).map(({ name }) => name);
  if (names.includes(runRecordFile)) {
    const record = await Deno.readTextFile(`${path}/${runRecordFile}`);
    return isNarrowed(record) ? "a part" : "the whole";
  }
  if (names.includes("manifest.json")) return "the whole";
  const visible = names.filter((name) => !name.startsWith("."));
  return visible.length === 0 ? "nothing" : "something else";
}

function isNarrowed(record: string): boolean {
  try {
    return JSON.parse(record).narrowed === true;
  } catch {
    return false;
  }
}
