import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withFolder } from "../import/support.ts";
import { granted } from "../support/permissions.ts";
import { linkedImports } from "../../tools/check.ts";
import { configFile, JSR_CONFIG, NPM_CONFIG } from "../../tools/config.ts";
import { entryPoints, readConfiguration } from "../../tools/project.ts";

const root = new URL("../../", import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, root));
const ignore = !granted({ name: "read" });
const serves = granted(
  { name: "read" },
  { name: "run", command: Deno.execPath() },
  { name: "net", host: "127.0.0.1" },
);

Deno.test({
  name: "configFile() names a configuration that is there (needs read)",
  ignore,
  fn: async () => {
    const name = await configFile();
    assert([JSR_CONFIG, NPM_CONFIG].includes(name));
    await readConfiguration(path(name));
  },
});

Deno.test({
  name: "linkedImports() maps each name to its stand-in (needs read)",
  ignore,
  fn: async () => {
    const plain = await readConfiguration(path(JSR_CONFIG));
    assertEquals(await linkedImports(plain, root), plain.imports);
    const linked = await readConfiguration(path(NPM_CONFIG));
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
  name: "linkedImports() reads folders of any name (needs read, write)",
  ignore: ignore || !granted({ name: "write", path: "/tmp" }),
  fn: () =>
    withFolder(async (folder) => {
      const checkout = `${folder}/sp ace é %41`;
      await Deno.mkdir(`${checkout}/a`, { recursive: true });
      const linked = { name: "a", exports: { ".": "./mod.ts" }, imports: {} };
      await Deno.writeTextFile(
        `${checkout}/a/deno.json`,
        JSON.stringify(linked),
      );
      const root = pathToFileURL(`${checkout}/`);
      const linking = { ...linked, imports: { a: "jsr:a@1" }, links: ["./a"] };
      const target = new URL("a/mod.ts", root).href;
      assertEquals(await linkedImports(linking, root), {
        a: target,
        "jsr:a@1": target,
      });
    }),
});

Deno.test({
  name: "entryPoints() are those of the package (needs read)",
  ignore,
  fn: async () => assert((await entryPoints()).includes("mod.ts")),
});

/** What tools/config.ts prints where JSR is at an address; it is stopped if it hangs. */
async function choose(port: number): Promise<{ out: string; errors: string }> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-lock", "tools/config.ts"],
    cwd: path(""),
    env: { JSR_URL: `http://127.0.0.1:${port}/`, NO_COLOR: "1" },
    signal: AbortSignal.timeout(60_000),
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { out: text(stdout), errors: text(stderr) };
}

Deno.test({
  name: "configFile() gives up on a JSR that never answers, and says so " +
    "(needs read, run, net)",
  ignore: !serves,
  fn: async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const connections: Deno.Conn[] = [];
    const accepting = (async () => {
      for await (const connection of listener) connections.push(connection);
    })();
    try {
      const { out, errors } = await choose(listener.addr.port);
      assertEquals(out, `${NPM_CONFIG}\n`);
      assertMatch(errors, /^JSR did not deliver in \d+ s: .*\n$/);
      assert(connections.length > 0);
    } finally {
      listener.close();
      await accepting;
      for (const connection of connections) connection.close();
    }
  },
});

Deno.test({
  name: "configFile() falls back without a word where JSR has nothing " +
    "(needs read, run, net)",
  ignore: !serves,
  fn: async () => {
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response("not found", { status: 404 }),
    );
    try {
      const { out, errors } = await choose(server.addr.port);
      assertEquals({ out, errors }, { out: `${NPM_CONFIG}\n`, errors: "" });
    } finally {
      await server.shutdown();
    }
  },
});
