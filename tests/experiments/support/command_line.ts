/** Running the command line of experiments as a process of its own. */
import { fileURLToPath } from "node:url";
import { granted } from "../../support/permissions.ts";
import { canMakeFolder } from "./folder.ts";

/** The path of a file or folder of the checkout. */
function inCheckout(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

/** Whether the command line can be run here. */
export function canRun(): boolean {
  return granted({ name: "read" }) &&
    granted({ name: "run", command: Deno.execPath() }) && canMakeFolder();
}

/** What a process wrote, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

async function runDeno(folder: string, args: string[]): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: folder,
    env: { NO_COLOR: "1" },
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
 * Runs the command line in a folder.
 *
 * @param flags for Deno; by default what tasks allow.
 */
export async function run(
  folder: string,
  args: readonly string[],
  flags: readonly string[] = ["--allow-read=results", "--allow-write=results"],
): Promise<Ended> {
  config ??= chooseConfig();
  return await runDeno(folder, [
    "run",
    "--quiet",
    "--no-prompt",
    `--config=${await config}`,
    ...flags,
    inCheckout("experiments/cli.ts"),
    ...args,
  ]);
}
