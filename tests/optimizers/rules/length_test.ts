import { assert } from "@std/assert";

const folder = `${import.meta.dirname}/../../../optimizers/rules`;

/** The lines of a file that are neither blank, comment nor import. */
function codeLines(text: string): string[] {
  return text
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/^import [^]*?;$/gm, "")
    .split("\n")
    .filter((line) => !/^\s*(?:\/\/.*)?$/.test(line));
}

Deno.test("an optimizer is one file of at most 40 lines of code", () => {
  let files = 0;
  for (const { name } of Deno.readDirSync(folder)) {
    if (name === "mod.ts") continue;
    files++;
    const { length } = codeLines(Deno.readTextFileSync(`${folder}/${name}`));
    assert(length > 10 && length <= 40, `${name} has ${length}`);
  }
  assert(files >= 9, `${files}`);
});
