import { readArguments, refuseUnknown } from "./cli/arguments.ts";
import { chooseStudies } from "./cli/choose.ts";
import { experiment } from "./cli/experiment.ts";
import { help } from "./cli/help.ts";
import { verify } from "./cli/verify.ts";
import { Failure } from "./failure.ts";

/** What runs studies and returns the exit code, by its name. */
const commands = new Map([["experiment", experiment], ["verify", verify]]);

/** Runs one command and returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  if (read.help) {
    console.log(help);
    return 0;
  }
  const command = commands.get(read.command) ??
    refuseUnknown("command", read.command, [...commands.keys()]);
  if (!read.list) return await command(read);
  for (const { id, question } of chooseStudies(read.studies)) {
    console.log(`${id}: ${question}`);
  }
  return 0;
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
