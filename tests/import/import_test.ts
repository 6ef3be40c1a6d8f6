import { assertEquals, assertMatch } from "@std/assert";
import { granted } from "../support/permissions.ts";
import table from "../golden/conformance.json" with { type: "json" };
import {
  javaScriptEngine,
  run,
  trainingProgram,
  withFolder,
  withServer,
} from "./support.ts";

const deno = Deno.execPath();
const writes = granted({ name: "write", path: "/tmp" });
const serves = granted(
  { name: "read", path: "." },
  { name: "run", command: deno },
  { name: "net", host: "127.0.0.1" },
);
const bundles = granted(
  { name: "run", command: deno },
  { name: "run", command: "node" },
);

/**
 * What the training program prints: for each of two optimizers four numbers,
 * and the same again from the run that was saved and resumed, and from the one
 * that was compiled.
 */
const trained = /^((\S+ \S+ \S+ \S+\n)\2\2){2}$/;

/** What the program prints when it imports the checkout's own mod.ts. */
async function trainHere(folder: string): Promise<string> {
  const here = new URL("../../mod.ts", import.meta.url).href;
  await Deno.writeTextFile(`${folder}/here.ts`, trainingProgram(here));
  const args = ["run", "-q", "--no-config", "--no-lock", "here.ts"];
  const { stdout } = await run(deno, args, folder);
  assertMatch(stdout, trained);
  return stdout;
}

Deno.test({
  name: "mod.ts is imported by URL without configuration and permission " +
    "(needs read, run, net, write)",
  ignore: !(writes && serves),
  fn: () =>
    withServer((origin) =>
      withFolder(async (folder) => {
        const program = trainingProgram(`${origin}/mod.ts`);
        await Deno.writeTextFile(`${folder}/main.ts`, program);
        const allow = `--allow-import=${new URL(origin).host}`;
        const args = ["run", "-q", "--no-config", "--no-lock", "--no-prompt"];
        const result = await run(deno, [...args, allow, "main.ts"], folder);
        assertEquals(result.stderr, "");
        assertEquals(result.stdout, await trainHere(folder));
      })
    ),
});

/** Bundles a file of the project into one that any engine runs. */
async function bundle(file: string, out: string): Promise<void> {
  const args = ["bundle", "-q", "--no-lock", "--no-config"];
  const options = ["--platform=browser", `--output=${out}`];
  const result = await run(deno, [...args, ...options, file], ".");
  assertEquals(result.code, 0, result.stderr);
}

Deno.test({
  name: "the bundled mod.ts runs under Node (needs run, write)",
  ignore: !(writes && bundles),
  fn: () =>
    withFolder(async (folder) => {
      await bundle("mod.ts", `${folder}/descent.mjs`);
      const program = trainingProgram("./descent.mjs");
      await Deno.writeTextFile(`${folder}/main.mjs`, program);
      const [engine, ...args] = await javaScriptEngine();
      const result = await run(engine, [...args, "main.mjs"], folder);
      assertEquals(result.stderr, "");
      assertEquals(result.stdout, await trainHere(folder));
    }),
});

Deno.test({
  name: "the promised bits are those that Node computes (needs run, write)",
  ignore: !(writes && bundles),
  fn: () =>
    withFolder(async (folder) => {
      await bundle("tools/conformance/print.ts", `${folder}/print.mjs`);
      const [engine, ...args] = await javaScriptEngine();
      const result = await run(engine, [...args, "print.mjs"], folder);
      assertEquals(result.stderr, "");
      const promised = Object.entries(table).map(([name, { hash }]) =>
        [name, hash] as const
      );
      assertEquals(JSON.parse(result.stdout), Object.fromEntries(promised));
    }),
});
