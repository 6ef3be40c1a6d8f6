import { assert, assertEquals } from "@std/assert";
import { rules } from "../../../mod.ts";

const folder = `${import.meta.dirname}/../../../optimizers/rules`;

/** The first author and the year of a source. */
function key(source: string): string {
  const [, author, year] = /^(\p{L}+)[^(]*\((\d{4})\)/u.exec(source) ?? [];
  assert(author !== undefined, `whose, and of which year: ${source}`);
  return `${author} ${year}`;
}

for (const { id, definition } of rules) {
  Deno.test(`${id} names the same sources in its data and in its comment`, () => {
    const file = `${folder}/${id.replaceAll("-", "_")}.ts`;
    // A long list of authors has the year in its second line.
    const told = Deno.readTextFileSync(file).split("\n * @see ").slice(1)
      .map((text) => key(text.split("\n").slice(0, 2).join(" ")));
    assertEquals(told.sort(), definition.cite.map(key).sort());
  });
}
