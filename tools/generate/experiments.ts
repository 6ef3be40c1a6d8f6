import { generatedMark } from "./tensor_face.ts";

/** The list of studies, from the files of their folder. */
export async function generateStudies(): Promise<Map<string, string>> {
  const folder = "experiments/studies";
  const files: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name !== "mod.ts") files.push(name);
  }
  files.sort((a, b) => a < b ? -1 : 1);
  const names = await Promise.all(files.map(async (file) => {
    const text = await Deno.readTextFile(`${folder}/${file}`);
    const name = /^export const (\w+): Study /m.exec(text)?.[1];
    if (name === undefined) {
      throw new SyntaxError(`Cannot read ${folder}/${file}: no study in it`);
    }
    return name;
  }));
  const text = [
    generatedMark,
    `import type { Study } from "../lab/study.ts";`,
    ...files.map((file, i) => `import { ${names[i]} } from "./${file}";`),
    "",
    `export { ${names.join(", ")} };`,
    "",
    "/**",
    " * Every study, in the order of their files' names.",
    " *",
    " * @example",
    " * ```ts",
    ' * import { studies } from "@descent/lab";',
    ' * import { assert } from "@std/assert";',
    " *",
    ' * assert(studies.some((study) => study.id === "iris"));',
    " * ```",
    " */",
    `export const studies: readonly Study[] = [${names.join(", ")}];`,
    "",
  ].join("\n");
  return new Map([[`${folder}/mod.ts`, text]]);
}
