/**
 * Runs the checks that need no test: format, lint, types, documentation,
 * generated files, architecture, and publishing as far as it goes without
 * publishing. All of them run; those that fail show what they found.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { configFile, NPM_CONFIG } from "./config.ts";
import {
  type Configuration,
  entryPoints,
  readConfiguration,
} from "./project.ts";

/** A check by its name, and the arguments for `deno`. */
type Check = [name: string, args: string[]];

/**
 * An import map of a configuration's packages and of the stand-ins for them,
 * whether imported by name or inline: `deno doc` knows no links.
 */
export async function linkedImports(
  { imports, links = [] }: Configuration,
  root: URL,
): Promise<Record<string, string>> {
  const map = { ...imports };
  for (const link of links) {
    const folder = new URL(`${link}/`, root);
    const { name, exports } = await readConfiguration(
      fileURLToPath(new URL("deno.json", folder)),
    );
    for (const [entry, file] of Object.entries(exports)) {
      const target = new URL(file, folder).href;
      map[name + entry.slice(1)] = target;
      map[imports[name] + entry.slice(1)] = target;
    }
  }
  return map;
}

async function checks(config: string): Promise<Check[]> {
  const use = ["--quiet", `--config=${config}`];
  const root = new URL("../", import.meta.url);
  const imports = await linkedImports(await readConfiguration(config), root);
  const map = `data:application/json,${
    encodeURIComponent(JSON.stringify({ imports }))
  }`;
  return [
    ["format", ["fmt", ...use, "--check"]],
    ["lint", ["lint", ...use]],
    ["types", ["check", ...use, "."]],
    ["documentation", [
      ...["doc", ...use, `--import-map=${map}`, "--lint"],
      ...await entryPoints(),
    ]],
    ["generated files", [
      ...["run", ...use, "--allow-read", `--allow-run=${Deno.execPath()}`],
      ...["tools/generate.ts", "--check"],
    ]],
    ["architecture", [
      ...["test", ...use, "--allow-read", "tests/architecture_test.ts"],
    ]],
    ["publishing", ["publish", ...use, "--dry-run", "--allow-dirty"]],
  ];
}

/** Runs one check and tells whether it passed. */
async function passes([name, args]: Check): Promise<boolean> {
  const command = new Deno.Command(Deno.execPath(), { args });
  const { success, stdout, stderr } = await command.output();
  console.log(`${name} ... ${success ? "ok" : "FAILED"}`);
  if (!success) {
    await Deno.stdout.write(stdout);
    await Deno.stderr.write(stderr);
  }
  return success;
}

if (import.meta.main) {
  const config = await configFile();
  if (config === NPM_CONFIG) {
    console.log(
      "JSR is not reached: its packages are replaced by those in compat/, " +
        "also in the dry run of publishing",
    );
  }
  const failed: string[] = [];
  for (const check of await checks(config)) {
    if (!await passes(check)) failed.push(check[0]);
  }
  if (failed.length > 0) {
    console.error(`error: failed: ${failed.join(", ")}`);
  }
  Deno.exit(failed.length === 0 ? 0 : 1);
}
