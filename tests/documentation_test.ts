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

/** The public functions, classes and constants whose comments lack `tag`. */
async function lacking(tag: string, entry: string): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", "--config=deno.npm.json", entry],
  }).output();
  const { nodes }: Documentation = JSON.parse(new TextDecoder().decode(stdout));
  const symbols = Object.values(nodes).flatMap((node) => node.symbols);
  const lacks = symbols.filter(({ declarations }) =>
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
