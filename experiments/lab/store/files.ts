import { attempt } from "../../failure.ts";

/** The folder that holds a folder of results for each study. */
export const resultsFolder = "results";

/**
 * The files of a study's results that are there, by name.
 *
 * @throws {Failure} if they cannot be read.
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
 * Writes a study's results, each file under another name first, so that one
 * that is there is whole at any time. Files of an earlier layout go.
 *
 * @throws {Failure} if they cannot be written.
 */
export function writeResults(
  study: string,
  files: ReadonlyMap<string, string>,
  folder: string = resultsFolder,
): Promise<void> {
  const path = `${folder}/${study}`;
  return attempt(`write ${path}`, async () => {
    await Deno.mkdir(path, { recursive: true });
    for (const [name, text] of files) {
      const unfinished = `${path}/.${name}.unfinished`;
      await Deno.writeTextFile(unfinished, text);
      await Deno.rename(unfinished, `${path}/${name}`);
    }
    for await (const { name, isFile } of Deno.readDir(path)) {
      if (isFile && !files.has(name)) await Deno.remove(`${path}/${name}`);
    }
  });
}
