import { generatedMark } from "./tensor_face.ts";

/** The list of optimization rules, from the files of their folder. */
export async function generateOptimizers(): Promise<Map<string, string>> {
  const folder = "optimizers/rules";
  const lines: string[] = [];
  const names: string[] = [];
  const files: string[] = [];
  for await (const { name } of Deno.readDir(folder)) files.push(name);
  files.sort((a, b) => a < b ? -1 : 1);
  for (const file of files) {
    if (file === "mod.ts") continue;
    const text = await Deno.readTextFile(`${folder}/${file}`);
    const rule = /^export const (\w+): Rule</m.exec(text)?.[1];
    if (rule === undefined) {
      throw new SyntaxError(`Cannot read ${folder}/${file}: no rule in it`);
    }
    const types = [...text.matchAll(/^export (?:interface|type) (\w+)/gm)]
      .map(([, name]) => `type ${name}`);
    names.push(rule);
    lines.push(`export { ${[rule, ...types].join(", ")} } from "./${file}";`);
  }
  const text = [
    generatedMark,
    `import type { Rule } from "../define.ts";`,
    ...names.map((name, i) =>
      `import { ${name} } from "./${files.filter((f) => f !== "mod.ts")[i]}";`
    ),
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
    "export const rules: readonly Rule<any, any>[] = [",
    ...names.map((name) => `  ${name},`),
    "];",
    "",
  ].join("\n");
  return new Map([[`${folder}/mod.ts`, text]]);
}
