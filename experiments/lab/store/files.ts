import { attempt } from "../../failure.ts";

/** The folder that holds a folder of results for each study. */
export const resultsFolder = "results";

/** How the names of what is being written begin; git ignores it. */
export const unfinished = ".unfinished-";

/**
 * The files of a study's results that are there, by name; those whose names
 * begin with a dot are not part of them.
 *
 * @throws {Failure} if they cannot be read.
 *
 * @example
 * ```ts
 * import { readResults } from "@descent/lab/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * const files = await readResults("iris");
 * assertEquals(files.has("summary.csv"), true);
 * ```
 */
export function readResults(
  study: string,
  folder: string = resultsFolder,
): Promise<Map<string, string>> {
  const path = `${folder}/${study}`;
  return attempt(`read ${path}`, async () => {
    const files = new Map<string, string>();
    try {
      for await (const { name, isFile } of Deno.readDir(path)) {
        if (!isFile || name.startsWith(".")) continue;
        files.set(name, await Deno.readTextFile(`${path}/${name}`));
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return files;
  });
}

/**
 * Writes a study's results: all of them into a folder of this run's own first,
 * from where they replace those that are there one by one, each of which is
 * whole at any time, even where two runs write at once. Files of an earlier
 * layout go.
 *
 * @throws {Failure} if they cannot be written.
 *
 * @example
 * ```ts
 * import { readResults, writeResults } from "@descent/lab/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const files = new Map([["summary.md", "# mine\n"]]);
 * await writeResults("mine", files, folder);
 * assertEquals(await readResults("mine", folder), files);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function writeResults(
  study: string,
  files: ReadonlyMap<string, string>,
  folder: string = resultsFolder,
): Promise<void> {
  const path = `${folder}/${study}`;
  return attempt(`write ${path}`, async () => {
    await Deno.mkdir(path, { recursive: true });
    await replaceFiles(path, files);
    for await (const { name, isFile } of Deno.readDir(path)) {
      if (!isFile || name.startsWith(".") || files.has(name)) continue;
      await removeIfThere(`${path}/${name}`);
    }
  });
}

/**
 * The text of a file, if it is there.
 *
 * @throws {Failure} if it cannot be read.
 */
export function readText(path: string): Promise<string | undefined> {
  return attempt(`read ${path}`, async () => {
    try {
      return await Deno.readTextFile(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return undefined;
    }
  });
}

/**
 * Writes one file into a folder; it is whole at any time.
 *
 * @throws {Failure} if it cannot be written.
 */
export function writeText(
  folder: string,
  name: string,
  text: string,
): Promise<void> {
  const path = `${folder}/${name}`;
  return attempt(
    `write ${path}`,
    () => replaceFiles(folder, new Map([[name, text]])),
  );
}

/** Writes files into a folder within this one, and then moves each here. */
async function replaceFiles(
  path: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const own = await Deno.makeTempDir({ dir: path, prefix: unfinished });
  try {
    for (const [name, text] of files) {
      await Deno.writeTextFile(`${own}/${name}`, text);
    }
    for (const name of files.keys()) {
      await Deno.rename(`${own}/${name}`, `${path}/${name}`);
    }
  } finally {
    await Deno.remove(own, { recursive: true });
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
