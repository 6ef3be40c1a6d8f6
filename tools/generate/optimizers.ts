import { generatedMark } from "./tensor_face.ts";

/** The lists of rules, schedules, transformations and combinators. */
export async function generateOptimizers(): Promise<Map<string, string>> {
  return new Map([
    ...await ruleList(),
    ...await functionList("schedule"),
    ...await functionList("transformation"),
    ...await functionList("combinator"),
  ]);
}

/** The names of a folder's files apart from the list, and their texts. */
async function sources(folder: string): Promise<[string, string][]> {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name !== "mod.ts") files.push(name);
  }
  files.sort((a, b) => a < b ? -1 : 1);
  return await Promise.all(
    files.map(async (file): Promise<[string, string]> => [
      file,
      await Deno.readTextFile(`${folder}/${file}`),
    ]),
  );
}

/** The types that a file exports, as in a list of exports. */
function exportedTypes(text: string): string[] {
  return [...text.matchAll(/^export (?:interface|type) (\w+)/gm)]
    .map(([, name]) => `type ${name}`);
}

/** The list of a folder whose files each export one function. */
async function functionList(kind: string): Promise<[string, string][]> {
  const folder = `optimizers/${kind}s`;
  const lines = [generatedMark];
  for (const [file, text] of await sources(folder)) {
    const name = /^export function (\w+)[(<]/m.exec(text)?.[1];
    if (name === undefined) {
      throw new SyntaxError(`Cannot read ${folder}/${file}: no ${kind} in it`);
    }
    const names = [name, ...exportedTypes(text)].join(", ");
    lines.push(`export { ${names} } from "./${file}";`);
  }
  return [[`${folder}/mod.ts`, [...lines, ""].join("\n")]];
}

async function ruleList(): Promise<[string, string][]> {
  const folder = "optimizers/rules";
  const imports: string[] = [];
  const lines: string[] = [];
  const names: string[] = [];
  for (const [file, text] of await sources(folder)) {
    const rule = /^export const (\w+): (?:Tree)?Rule</m.exec(text)?.[1];
    if (rule === undefined) {
      throw new SyntaxError(`Cannot read ${folder}/${file}: no rule in it`);
    }
    names.push(rule);
    imports.push(`import { ${rule} } from "./${file}";`);
    const exported = [rule, ...exportedTypes(text)].join(", ");
    lines.push(`export { ${exported} } from "./${file}";`);
  }
  const text = [
    generatedMark,
    `import type { Rule } from "../define.ts";`,
    ...imports,
    ...lines,
    "",
    "/**",
    " * Every rule, in the order of their files' names.",
    " *",
    " * @example",
    " * ```ts",
    ' * import { rules } from "@descent/lab";',
    ' * import { assert } from "@std/assert";',
    " *",
    ' * assert(rules.some((rule) => rule.id === "adagrad"));',
    " * ```",
    " */",
    "// deno-lint-ignore no-explicit-any",
    "export const rules: readonly Rule<any, any, any>[] = [",
    ...names.map((name) => `  ${name},`),
    "];",
    "",
  ].join("\n");
  return [[`${folder}/mod.ts`, text]];
}
