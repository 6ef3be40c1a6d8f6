import { assertEquals } from "@std/assert";
import { granted } from "../support/permissions.ts";
import { entriesProgram, run, withFolder, withServer } from "./support.ts";

const deno = Deno.execPath();
const permitted = granted(
  { name: "read" },
  { name: "write", path: "/tmp" },
  { name: "run", command: deno },
  { name: "net", host: "127.0.0.1" },
);

/** The stand-ins for @std that the checkout has, as a project links them. */
async function links(): Promise<string[]> {
  const compat = new URL("../../compat/", import.meta.url);
  const entries = await Array.fromAsync(Deno.readDir(compat));
  return entries.filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => new URL(name, compat).href);
}

Deno.test({
  name: "a program elsewhere imports all entries by URL and runs a study and " +
    "laws of its own (needs read, run, net, write)",
  ignore: !permitted,
  fn: () =>
    withServer((origin) =>
      withFolder(async (folder) => {
        const config = JSON.stringify({ links: await links() });
        await Deno.writeTextFile(`${folder}/deno.json`, config);
        const program = entriesProgram(origin);
        await Deno.writeTextFile(`${folder}/main.ts`, program);
        const { host } = new URL(origin);
        const args = ["run", "-q", "--check", "--no-lock", "--no-prompt"];
        const allow = [
          `--allow-import=${host}`,
          "--allow-read=.",
          "--allow-write=results",
        ];
        const result = await run(deno, [...args, ...allow, "main.ts"], folder);
        assertEquals(result.stderr, "");
        assertEquals(
          result.stdout,
          "laws of halving: kept\n" +
            "laws of forgetful: resume broken\n" +
            "best on valley: gradient-descent of 8 trials\n" +
            "curves.csv losses.svg manifest.json summary.csv summary.md " +
            "trials.csv\n",
        );
      })
    ),
});
