import { assertEquals } from "@std/assert";
import { granted } from "./support/permissions.ts";

/** What of `deno doc --json` is looked at. */
interface Documentation {
  readonly nodes: Readonly<
    Record<string, { readonly symbols: readonly DocumentedSymbol[] }>
  >;
}

interface DocumentedSymbol {
  readonly name: string;
  readonly declarations: readonly {
    readonly kind: string;
    readonly jsDoc?: { readonly tags?: readonly { readonly kind: string }[] };
    readonly def: { readonly hasBody?: boolean };
  }[];
}

/** What an entry exports. */
async function symbolsOf(entry: string): Promise<DocumentedSymbol[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", "--config=deno.npm.json", entry],
  }).output();
  const { nodes }: Documentation = JSON.parse(new TextDecoder().decode(stdout));
  return Object.values(nodes).flatMap((node) => node.symbols);
}

/** The public functions, classes and constants whose comments lack `tag`. */
async function lacking(tag: string, entry: string): Promise<string[]> {
  const lacks = (await symbolsOf(entry)).filter(({ declarations }) =>
    declarations.some(({ kind, jsDoc, def }) =>
      ["function", "variable", "class"].includes(kind) &&
      !(declarations.length > 1 && def.hasBody) && // what overloads share
      !jsDoc?.tags?.some((present) => present.kind === tag)
    )
  );
  return lacks.map(({ name }) => name);
}

for (const entry of ["mod.ts", "laws/mod.ts", "experiments/mod.ts"]) {
  Deno.test({
    name: `each value that ${entry} exports has an example (needs run)`,
    ignore: !granted({ name: "run", command: Deno.execPath() }),
    fn: async () => {
      assertEquals(await lacking("example", entry), []);
    },
  });
}

Deno.test({
  name: "the test of examples sees what lacks a tag (needs run)",
  ignore: !granted({ name: "run", command: Deno.execPath() }),
  fn: async () => {
    const names = await lacking("deprecated", "mod.ts");
    assertEquals(["tensor", "adagrad"].every((n) => names.includes(n)), true);
  },
});

/** The public functions, classes and constants that a text does not name. */
async function unnamed(text: string, entry: string): Promise<string[]> {
  const values = (await symbolsOf(entry)).filter(({ declarations }) =>
    declarations.some(({ kind }) =>
      ["function", "variable", "class"].includes(kind)
    )
  );
  return values.map(({ name }) => name)
    .filter((name) => !text.includes(`\`${name}\``));
}

Deno.test({
  name: "the reference names each value that is exported (needs read, run)",
  ignore: !granted({ name: "read" }, { name: "run", command: Deno.execPath() }),
  fn: async () => {
    const text = await Deno.readTextFile("docs/reference.md");
    for (const entry of ["mod.ts", "experiments/mod.ts"]) {
      assertEquals(await unnamed(text, entry), [], entry);
    }
    const without = text.replaceAll("`adagrad`", "");
    assertEquals(await unnamed(without, "mod.ts"), ["adagrad"]);
  },
});

/** The relative links of a page whose files are not there. */
async function deadLinks(page: string): Promise<string[]> {
  const text = await Deno.readTextFile(page);
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to)
    .filter((to) => !/^(?:https?:|#)/.test(to));
  const base = new URL(page, `file://${Deno.cwd()}/`);
  const there = await Promise.all(
    targets.map((to) =>
      Deno.stat(new URL(to, base)).then(() => true, () => false)
    ),
  );
  return targets.filter((_, i) => !there[i]);
}

Deno.test({
  name: "no page links to a file that is not there (needs read)",
  ignore: !granted({ name: "read" }),
  fn: async () => {
    const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    for (const folder of ["docs", "docs/optimizers"]) {
      for await (const { name } of Deno.readDir(folder)) {
        if (name.endsWith(".md")) pages.push(`${folder}/${name}`);
      }
    }
    for (const page of pages) assertEquals(await deadLinks(page), [], page);
  },
});
