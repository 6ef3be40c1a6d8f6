/** Running the command line of experiments as a process of its own. */
import { fileURLToPath } from "node:url";
import { granted } from "../../support/permissions.ts";
import { canMakeFolder, inFolder } from "./folder.ts";

const checkout = new URL("../../../", import.meta.url);

/** The path of a file or folder of the checkout. */
export function inCheckout(path: string): string {
  return fileURLToPath(new URL(path, checkout));
}

/** Whether the command line can be run here. */
function canRun(): boolean {
  return granted({ name: "read" }) &&
    granted({ name: "run", command: Deno.execPath() }) && canMakeFolder();
}

/** A test of the command line in a folder of its own. */
export function test(
  name: string,
  fn: (folder: string) => Promise<void>,
): void {
  Deno.test({
    name: `${name} (needs read, write and run)`,
    ignore: !canRun(),
    fn: () => inFolder(fn),
  });
}

/** What a process wrote, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** Runs Deno in a folder, with variables of the environment. */
export async function runDeno(
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: folder,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), errors: text(stderr) };
}

let config: Promise<string> | undefined;

/** The configuration that tasks choose here. */
async function chooseConfig(): Promise<string> {
  const tool = ["run", "--quiet", "--no-lock", "tools/config.ts"];
  const { out } = await runDeno(inCheckout(""), tool);
  return inCheckout(out.trim());
}

/**
 * The flags for Deno with which a task runs the command line, in another
 * folder than the checkout.
 */
async function taskFlags(task: string): Promise<string[]> {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(inCheckout("deno.json")),
  );
  const flags: string[] = tasks[task].command.match(/--allow-\S+/g);
  return flags.map((flag) =>
    flag === "--allow-read=." ? `${flag},${inCheckout("")}` : flag
  );
}

/**
 * Runs the command line in a folder.
 *
 * @param flags for Deno; by default what the tasks allow.
 */
export async function run(
  folder: string,
  args: readonly string[],
  flags?: readonly string[],
): Promise<Ended> {
  config ??= chooseConfig();
  const task = args[0] === "verify" ? "verify" : "experiment";
  return await runDeno(folder, [
    "run",
    "--quiet",
    "--no-prompt",
    `--config=${await config}`,
    ...flags ?? await taskFlags(task),
    inCheckout("experiments/cli.ts"),
    ...args,
  ]);
}

/**
 * The flags for Deno under which some modules are others: a specifier or a
 * path in the checkout by the text of the module in its place.
 */
export async function replacing(
  folder: string,
  modules: Readonly<Record<string, string>>,
  flags: readonly string[] = ["--allow-read", "--allow-write"],
): Promise<string[]> {
  const { imports } = JSON.parse(
    await Deno.readTextFile(inCheckout("deno.json")),
  );
  for (const [i, [name, text]] of Object.entries(modules).entries()) {
    const place = `./replaced_${i}.ts`;
    await Deno.writeTextFile(`${folder}/${place}`, text);
    const isSpecifier = name.startsWith("npm:");
    imports[isSpecifier ? name : new URL(name, checkout).href] = place;
  }
  const path = `${folder}/imports.json`;
  await Deno.writeTextFile(path, JSON.stringify({ imports }));
  return [`--import-map=${path}`, ...flags];
}

/** Flags under which lecture-backpropagation is the only study. */
export function withOneStudy(
  folder: string,
  flags?: readonly string[],
): Promise<string[]> {
  return withStudies(folder, "", "lectureBackpropagation", flags);
}

/** Flags under which it is followed by one whose loss throws something. */
export function withBrokenStudy(folder: string): Promise<string[]> {
  const at = (path: string) => JSON.stringify(new URL(path, checkout).href);
  const text = `import { tensor } from ${at("autodiff/mod.ts")};
import { contestant } from ${at("experiments/lab/contestant.ts")};
import { adam } from ${at("optimizers/rules/adam.ts")};
const loss = () => {
  throw new RangeError("there is no ground\\nbelow the cliff");
};
const cliff = {
  id: "cliff",
  revision: 1,
  description: "",
  instance: () => ({ start: tensor(0), loss, metrics: () => ({}) }),
};
const broken = {
  ...lectureBackpropagation,
  id: "broken",
  problems: () => Promise.resolve([cliff]),
  optimizers: [contestant(adam)],
  grid: { learningRate: [0.5] },
};`;
  return withStudies(folder, text, "lectureBackpropagation, broken");
}

/** Flags under which there are these studies, some made by a text. */
function withStudies(
  folder: string,
  text: string,
  studies: string,
  flags?: readonly string[],
): Promise<string[]> {
  const study = new URL(
    "experiments/studies/lecture_backpropagation.ts",
    checkout,
  );
  const module = `import { lectureBackpropagation } from "${study.href}";
${text}
export const studies = [${studies}];`;
  return replacing(folder, { "experiments/studies/mod.ts": module }, flags);
}
