import { generatedMark } from "./tensor_face.ts";

/** A folder of definitions, one a file, and what its list says of them. */
interface Listing {
  readonly folder: string;
  /** The type of each definition, and where the list imports it from. */
  readonly type: string;
  readonly from: string;
  /** The name of the list, and the line that documents it. */
  readonly list: string;
  readonly doc: string;
  /** The identity of a definition that is there, for the example. */
  readonly member: string;
}

/** The lists of test functions and of studies. */
export async function generateExperiments(): Promise<Map<string, string>> {
  return new Map([
    await generateList({
      folder: "experiments/problems/functions",
      type: "TestFunction",
      from: "../test_function.ts",
      list: "testFunctions",
      doc: "Every test function, in the order of their files' names.",
      member: "rosenbrock",
    }),
    await generateList({
      folder: "experiments/studies",
      type: "Study",
      from: "../lab/study.ts",
      list: "studies",
      doc: "Every study, in the order of their files' names.",
      member: "iris",
    }),
  ]);
}

/** The path and the text of the list of a folder's definitions. */
async function generateList(
  { folder, type, from, list, doc, member }: Listing,
): Promise<[string, string]> {
  const files: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name !== "mod.ts") files.push(name);
  }
  files.sort((a, b) => a < b ? -1 : 1);
  const declaration = new RegExp(`^export const (\\w+): ${type} `, "m");
  const names = await Promise.all(files.map(async (file) => {
    const text = await Deno.readTextFile(`${folder}/${file}`);
    const name = declaration.exec(text)?.[1];
    if (name === undefined) {
      throw new SyntaxError(`Cannot read ${folder}/${file}: no ${type} in it`);
    }
    return name;
  }));
  const text = [
    generatedMark,
    `import type { ${type} } from "${from}";`,
    ...files.map((file, i) => `import { ${names[i]} } from "./${file}";`),
    "",
    `export { ${names.join(", ")} };`,
    "",
    "/**",
    ` * ${doc}`,
    " *",
    " * @example",
    " * ```ts",
    ` * import { ${list} } from "@descent/lab";`,
    ' * import { assert } from "@std/assert";',
    " *",
    ` * assert(${list}.some(({ id }) => id === "${member}"));`,
    " * ```",
    " */",
    `export const ${list}: readonly ${type}[] = [${names.join(", ")}];`,
    "",
  ].join("\n");
  return [`${folder}/mod.ts`, text];
}
