/**
 * Writes what is made from sources: the lists of operations, optimizers and laws,
 * the face of tensors, the straight-line elementary functions, the tables in
 * the docs. With `--check` it writes nothing and fails where a file is stale.
 *
 * What is made from modules that were themselves just written, as a page is
 * from a list, is made by another run: the runs go on until nothing is stale.
 */
import { refuseOthers } from "./arguments.ts";
import { generateAutodiff } from "./generate/autodiff.ts";
import { generateConformance } from "./generate/conformance.ts";
import { generateElementary } from "./generate/elementary.ts";
import { generateLaws } from "./generate/laws.ts";
import { generateOptimizers } from "./generate/optimizers.ts";
import { generateOptimizerDocs } from "./generate/optimizer_docs.ts";
import { generateOptimizerPlots } from "./generate/optimizer_plots.ts";
import { generateReferenceDocs } from "./generate/reference_docs.ts";
import { generateExperiments } from "./generate/experiments.ts";

/** Paths, relative to the project, and the text each should have. */
type Files = ReadonlyMap<string, string>;

const generators: readonly (() => Promise<Files>)[] = [
  generateElementary,
  generateAutodiff,
  generateOptimizers,
  generateLaws,
  generateExperiments,
  generateReferenceDocs,
  generateOptimizerDocs,
  generateOptimizerPlots,
  generateConformance,
];

/** The text as `deno fmt` leaves it. */
async function format(path: string, text: string): Promise<string> {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  if (extension === "svg") return text;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--no-config", "--ext", extension, "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  if (!success) {
    throw new SyntaxError(
      `Cannot format ${path}: ${new TextDecoder().decode(stderr)}`,
    );
  }
  return new TextDecoder().decode(stdout);
}

async function present(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Runs this program anew, at most a few times, and returns its exit code. */
async function runAgain(): Promise<number> {
  const runs = Number(Deno.args[0] ?? 1);
  if (runs >= 5) {
    console.error("Cannot generate: files change with every run");
    return 1;
  }
  const permissions = ["--allow-read", "--allow-write", "--allow-run"];
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-lock", ...permissions, "tools/generate.ts"]
      .concat(String(runs + 1)),
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  return code;
}

/** Folders in which every file is generated. */
const ownFolders = ["docs/optimizers"];

/** The files of these folders that nothing makes. */
async function strays(made: ReadonlySet<string>): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of ownFolders) {
    for await (const { name } of Deno.readDir(folder)) {
      if (!made.has(`${folder}/${name}`)) paths.push(`${folder}/${name}`);
    }
  }
  return paths;
}

refuseOthers(Deno.args, /^(--check|\d)$/, "deno task generate [--check]");
const check = Deno.args.includes("--check");
const stale: string[] = [];
const made = new Set<string>();
for (const generate of generators) {
  for (const [path, text] of await generate()) {
    made.add(path);
    const right = await format(path, text);
    if (await present(path) === right) continue;
    stale.push(path);
    if (!check) await Deno.writeTextFile(path, right);
  }
}
for (const path of await strays(made)) {
  stale.push(path);
  if (!check) await Deno.remove(path);
}
if (check && stale.length > 0) {
  console.error(`Stale: ${stale.join(", ")}. Run deno task generate`);
  Deno.exit(1);
}
for (const path of stale) {
  console.log(`${made.has(path) ? "Wrote" : "Removed"} ${path}`);
}
if (stale.length > 0) Deno.exit(await runAgain());
