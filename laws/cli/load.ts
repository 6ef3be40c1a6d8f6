import { suggest } from "../../autodiff/suggest.ts";
import { type Lawful, subjectOf } from "../subject_of.ts";
import { firstLine, Mistake } from "./mistake.ts";

/** A module to load, and what of it is meant. */
export interface Target {
  /** As the user wrote it. */
  readonly file: string;
  /** The name of the export. */
  readonly name: string;
}

/** Reads `FILE#EXPORT`; without a name the default export is meant. */
export function readTarget(text: string): Target {
  const at = text.lastIndexOf("#");
  const [file, name] = at < 0
    ? [text, "default"]
    : [text.slice(0, at), text.slice(at + 1)];
  if (file !== "" && name !== "") return { file, name };
  throw new Mistake(
    `Cannot check ${JSON.stringify(text)}: expected FILE#EXPORT, such as ` +
      "mine.ts#optimizer",
  );
}

/**
 * The optimizer that a module exports.
 *
 * @param url where the module is.
 * @throws {Mistake} if it does not load, has no such export, or that is no
 * optimizer.
 */
export async function load(
  { file, name }: Target,
  url: string,
): Promise<Lawful> {
  const exports = await importModule(file, url);
  const names = Object.keys(exports);
  const lawful = names.filter((each) => isLawful(exports[each]));
  if (!names.includes(name)) {
    const wanted = name === "default" ? "default export" : `export ${name}`;
    throw new Mistake(
      `Cannot check ${file}: it has no ${wanted}${suggest(name, lawful)}`,
    );
  }
  try {
    subjectOf(exports[name]);
  } catch (error) {
    throw new Mistake(`${firstLine(error)} (${file}#${name})`);
  }
  return exports[name] as Lawful;
}

function isLawful(candidate: unknown): boolean {
  try {
    subjectOf(candidate);
    return true;
  } catch {
    return false;
  }
}

async function importModule(
  file: string,
  url: string,
): Promise<Record<string, unknown>> {
  try {
    return await import(url);
  } catch (error) {
    const missing = /Module not found "([^"]*)"/.exec(firstLine(error));
    const reason = missing === null
      ? `${firstLine(error)}${placeOf(error)}`
      : missing[1] === url
      ? "there is no such file"
      : `it imports ${missing[1]}, which there is not`;
    throw new Mistake(`Cannot load ${file}: ${reason}`);
  }
}

/** Where an error of reading a module is, as its message ends. */
function placeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const place = /\n\s+at (\S+:\d+:\d+)$/.exec(message);
  return place === null ? "" : `, at ${place[1]}`;
}
