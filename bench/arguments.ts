/** The command line of `deno task bench:peers`. */
import { parseArgs } from "@std/cli/parse-args";
import { suggest } from "../autodiff/suggest.ts";

/** What a user got wrong. */
export class Mistake extends Error {}

/** The command line. */
export interface Arguments {
  /** What the names of the rows to measure begin with; none for all. */
  readonly only: readonly string[];
  /** The contestants beside Descent; none for all. */
  readonly against: readonly string[];
  readonly rounds: number;
  readonly python: string;
  /** Whether to go on with the run before. */
  readonly resume: boolean;
  readonly list: boolean;
  readonly help: boolean;
}

/** The least and the usual number of rounds. */
const [leastRounds, usualRounds] = [5, 7];

const flags = ["resume", "list", "help"] as const;
const values = {
  only: "ROWS",
  against: "PEERS",
  rounds: "N",
  python: "PATH",
} as const;
const known = [...flags, ...Object.keys(values)].map((name) => `--${name}`);

/** What `--help` prints. */
export const help = `Usage:
  deno task bench:peers [--only ROWS] [--against PEERS] [--rounds N]
                        [--python PATH] [--resume] [--list]

Measures Descent and its peers in alternating rounds, prints the tables, and
writes them to bench/README.md and bench/results.json, row by row. Leave the
machine alone meanwhile.

Options:
  --only ROWS      rows whose names begin with one of these, parted by commas
  --against PEERS  only these contestants beside Descent, parted by commas
  --rounds N       how many rounds, at least ${leastRounds}; ${usualRounds} if not given
  --python PATH    a Python with torch and numpy; python3 if not given
  --resume         go on with a run that was cut short
  --list           the names of the rows and of the contestants
  --help           this text

A peer that is not installed is named as missing. Exit code: 0; 1 if a row has
an error, as when results disagree; 2 for a wrong command line.`;

/**
 * Reads the command line.
 *
 * @throws {Mistake} for what it does not know, or a value that is not right.
 */
export function readArguments(args: readonly string[]): Arguments {
  refuseMisuse(args);
  const { _, only, against, rounds, python, ...flagged } = parseArgs(
    [...args],
    {
      boolean: flags,
      string: ["_", ...Object.keys(values) as (keyof typeof values)[]],
      alias: { h: "help" },
      unknown(arg) {
        if (arg.startsWith("-")) refuse("option", arg.split("=")[0], known);
      },
    },
  );
  if (_.length > 0) {
    throw new Mistake(
      `Unexpected ${JSON.stringify(_[0])}: rows are named by --only`,
    );
  }
  return {
    only: list(only),
    against: list(against),
    rounds: rounds === undefined ? usualRounds : readRounds(rounds),
    python: python ?? "python3",
    resume: flagged.resume === true,
    list: flagged.list === true,
    help: flagged.help === true,
  };
}

/** Refuses what parsing would let pass. */
function refuseMisuse(args: readonly string[]): void {
  const seen = new Set<string>();
  for (const [i, arg] of args.entries()) {
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (!known.includes(`--${name}`)) continue;
    if (seen.has(name)) throw new Mistake(`--${name} is there twice`);
    seen.add(name);
    if (!Object.hasOwn(values, name)) {
      if (inline === undefined) continue;
      throw new Mistake(
        `--${name} takes no value, current value is ${JSON.stringify(inline)}`,
      );
    }
    const next = args[i + 1] ?? "";
    const value = inline ?? (/^-(?!\d)/.test(next) ? "" : next);
    if (value !== "") continue;
    const example = values[name as keyof typeof values];
    throw new Mistake(`--${name} needs a value: --${name} ${example}`);
  }
}

function list(text: string | undefined): string[] {
  return text === undefined
    ? []
    : text.split(",").map((part) => part.trim()).filter((part) => part !== "");
}

function readRounds(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= leastRounds && value <= 1000) return value;
  throw new Mistake(
    `--rounds must be a whole number from ${leastRounds} to 1000, ` +
      `current value is ${JSON.stringify(text)}`,
  );
}

/** @throws {Mistake} that says that there is no such thing, and what is near. */
export function refuse(
  what: string,
  name: string,
  all: readonly string[],
): never {
  throw new Mistake(
    `Unknown ${what} ${JSON.stringify(name)}${suggest(name, all)}`,
  );
}
