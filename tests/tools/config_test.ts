import { assert, assertEquals } from "@std/assert";
import { granted } from "../support/permissions.ts";
import { linkedImports } from "../../tools/check.ts";
import { configFile, JSR_CONFIG, NPM_CONFIG } from "../../tools/config.ts";
import { entryPoints, readConfiguration } from "../../tools/project.ts";

const root = new URL("../../", import.meta.url);
const ignore = !granted({ name: "read" });

Deno.test({
  name: "configFile() names a configuration that is there (needs read)",
  ignore,
  fn: async () => {
    const name = await configFile();
    assert([JSR_CONFIG, NPM_CONFIG].includes(name));
    await readConfiguration(new URL(name, root).pathname);
  },
});

Deno.test({
  name: "linkedImports() maps each name to its stand-in (needs read)",
  ignore,
  fn: async () => {
    const plain = await readConfiguration(new URL(JSR_CONFIG, root).pathname);
    assertEquals(await linkedImports(plain, root), plain.imports);
    const linked = await readConfiguration(new URL(NPM_CONFIG, root).pathname);
    const map = await linkedImports(linked, root);
    const inline = linked.imports["@std/csv"];
    const standIn = new URL("compat/csv/mod.ts", root).href;
    assertEquals(map["@std/csv"], standIn);
    assertEquals(map[inline], standIn);
    assertEquals(
      map["@std/csv/parse"],
      new URL("compat/csv/parse.ts", root).href,
    );
    assertEquals(map["fast-check"], linked.imports["fast-check"]);
  },
});

Deno.test({
  name: "entryPoints() are those of the package (needs read)",
  ignore,
  fn: async () => assert((await entryPoints()).includes("mod.ts")),
});
