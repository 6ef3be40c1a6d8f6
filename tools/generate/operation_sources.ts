/** A parameter of an operation, as its source has it. */
export interface Parameter {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
  /** The default value's text, with ` = ` in front; else empty. */
  readonly initial: string;
}

/** An operation, as its file in autodiff/operations/ declares it. */
export interface OperationSource {
  readonly name: string;
  readonly file: string;
  /** The lines of the doc comment, without its stars. */
  readonly doc: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Types named by the parameters, with the file that exports each. */
  readonly types: ReadonlyMap<string, string>;
}

const declaration =
  /\/\*\*\n((?: \*[^\n]*\n)+?) \*\/\nexport (?:function (\w+)\(([^)]*)\): Value \{|const (\w+): (\w+) =)/g;

/**
 * Reads the operations of a folder from their files: each has one exported
 * function that returns a `Value`, under its doc comment, or one constant
 * whose type is such a function, which a file of `kinds/` exports.
 *
 * @throws {SyntaxError} naming a file that does not have that form.
 */
export async function readOperations(
  folder: string,
): Promise<OperationSource[]> {
  const kinds = await readKinds(`${folder}/kinds`);
  const operations: OperationSource[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (!entry.isFile || entry.name === "mod.ts") continue;
    const text = await Deno.readTextFile(`${folder}/${entry.name}`);
    operations.push(readOperation(entry.name, text, kinds));
  }
  return operations.sort((a, b) => a.name < b.name ? -1 : 1);
}

/** A type of functions that files of `kinds/` export. */
interface Kind {
  readonly file: string;
  readonly text: string;
  readonly parameters: string;
}

async function readKinds(folder: string): Promise<Map<string, Kind>> {
  const kinds = new Map<string, Kind>();
  for await (const { name } of Deno.readDir(folder)) {
    const text = await Deno.readTextFile(`${folder}/${name}`);
    const found = text.matchAll(
      /^export type (\w+) = \(([^)]*)\) => Value;/gm,
    );
    for (const [, kind, parameters] of found) {
      kinds.set(kind, { file: `kinds/${name}`, parameters, text });
    }
  }
  return kinds;
}

function readOperation(
  file: string,
  text: string,
  kinds: ReadonlyMap<string, Kind>,
): OperationSource {
  const found = [...text.matchAll(declaration)];
  const exported = [...text.matchAll(/^export ((async )?function|const) /gm)];
  if (found.length !== 1 || exported.length !== 1) {
    throw new SyntaxError(
      `Cannot read ${file}: an operation's file must export one function ` +
        `that returns a Value, under its doc comment; found ${found.length} ` +
        `of ${exported.length} exported functions`,
    );
  }
  const [, doc, name, list, constant, type] = found[0];
  const kind = kinds.get(type);
  if (constant !== undefined && kind === undefined) {
    throw new SyntaxError(`Cannot read ${file}: where is type ${type}?`);
  }
  const parameters = splitParameters(kind?.parameters ?? list)
    .map(readParameter);
  return {
    name: name ?? constant,
    file,
    doc: doc.trimEnd().split("\n").map((line) => line.replace(/^ \* ?/, "")),
    parameters,
    types: kind === undefined
      ? readTypes(file, text, parameters)
      : readTypes(kind.file, kind.text, parameters),
  };
}

/** Splits at commas that are not inside brackets or braces. */
function splitParameters(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const character of list) {
    if ("[{<(".includes(character)) depth++;
    if ("]}>)".includes(character)) depth--;
    if (character === "," && depth === 0) {
      parts.push(part);
      part = "";
    } else {
      part += character;
    }
  }
  return [...parts, part].map((text) => text.trim()).filter((text) => text);
}

function readParameter(text: string): Parameter {
  const match = /^(\w+)(\??): ([^=]+?)( = .+)?$/s.exec(text);
  if (match === null) {
    throw new SyntaxError(`Cannot read the parameter ${text}`);
  }
  const [, name, mark, type, initial = ""] = match;
  return { name, optional: mark === "?" || initial !== "", type, initial };
}

function readTypes(
  file: string,
  text: string,
  parameters: readonly Parameter[],
): Map<string, string> {
  const exporters = new Map<string, string>();
  for (
    const [, names, path] of text.matchAll(
      /^import (?:type )?\{([^}]*)\} from "([^"]+)";/gm,
    )
  ) {
    for (const name of names.split(",")) {
      exporters.set(
        name.replace("type ", "").trim(),
        new URL(path, `file:///operations/${file}`).pathname,
      );
    }
  }
  for (const [, name] of text.matchAll(/^export (?:interface|type) (\w+)/gm)) {
    exporters.set(name, `/operations/${file}`);
  }
  const types = new Map<string, string>();
  for (const { type } of parameters) {
    for (const [name] of type.matchAll(/[A-Z]\w*/g)) {
      const exporter = exporters.get(name);
      if (exporter === undefined) {
        throw new SyntaxError(`Cannot read ${file}: where is type ${name}?`);
      }
      types.set(name, exporter);
    }
  }
  return types;
}
