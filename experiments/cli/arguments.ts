import { suggest } from "../../autodiff/suggest.ts";
import { parseArgs } from "../deps.ts";
import { Failure } from "../failure.ts";
import type { Narrowing } from "../lab/narrow.ts";
import { firstTwice } from "../lab/study.ts";

/** The command line. */
export interface Arguments {
  /** What is to be done. */
  readonly command: string;
  /** The names of studies; none for all. */
  readonly studies: readonly string[];
  readonly list: boolean;
  readonly help: boolean;
  /** What of the studies to run; no member for all. */
  readonly narrowing: Narrowing;
  /** The folder to write to, if it is given. */
  readonly out?: string;
  /** How many threads run trials, if it is given. */
  readonly workers?: number;
}

/** Options without a value, and those with one, by what it is called. */
const flags = ["list", "help", "quick"] as const;
const values = {
  seeds: "N",
  optimizer: "ID",
  out: "DIR",
  workers: "N",
} as const;
const known = [...flags, ...Object.keys(values)].map((name) => `--${name}`);

/** The greatest values of the options that take a number. */
const most = { seeds: 10_000, workers: 256 };

/**
 * Reads the command line.
 *
 * @throws {Failure} for an option that is unknown or there twice, or whose
 * value is missing or not what it should be.
 */
export function readArguments(args: readonly string[]): Arguments {
  refuseMisuse(args);
  const { _, list, help, quick, seeds, optimizer, out, workers } = parseArgs(
    [...args],
    {
      boolean: flags,
      string: ["_", "seeds", "optimizer", "out", "workers"],
      collect: ["optimizer"],
      alias: { h: "help" },
      unknown(arg) {
        if (!arg.startsWith("-")) return;
        refuseUnknown("option", arg.split("=")[0], known);
      },
    },
  );
  const optimizers = optimizer.map(String);
  const twice = firstTwice(optimizers);
  if (twice !== undefined) {
    throw new Failure(`--optimizer ${twice} is there twice`);
  }
  const [command = "", ...studies] = _.map(String);
  return {
    command,
    studies,
    list: list === true,
    help: help === true,
    narrowing: {
      ...seeds === undefined ? {} : { seeds: count("seeds", seeds) },
      ...optimizers.length === 0 ? {} : { optimizers },
      ...quick === true ? { quick: true } : {},
    },
    ...out === undefined ? {} : { out: out.replace(/(?<=.)\/+$/, "") },
    ...workers === undefined ? {} : { workers: count("workers", workers) },
  };
}

/**
 * Refuses what parsing would let pass: repeated options, flags with a value
 * and other options without.
 */
function refuseMisuse(args: readonly string[]): void {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  const seen = new Set<string>();
  for (const [i, arg] of options.entries()) {
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (!known.includes(`--${name}`)) continue;
    if (seen.has(name) && name !== "optimizer") {
      throw new Failure(`--${name} is there twice`);
    }
    seen.add(name);
    if (isValued(name)) checkValue(name, inline, options[i + 1] ?? "");
    else if (inline !== undefined) {
      throw new Failure(
        `--${name} takes no value, current value is ${JSON.stringify(inline)}`,
      );
    }
  }
}

const isValued = (name: string): name is keyof typeof values =>
  Object.hasOwn(values, name);

/** What follows and begins with a hyphen is an option or a negative number. */
function checkValue(
  name: keyof typeof values,
  inline: string | undefined,
  next: string,
): void {
  const isCount = name === "seeds" || name === "workers";
  if (inline === undefined && isCount && /^-\d/.test(next)) count(name, next);
  const value = inline ?? (next.startsWith("-") ? "" : next);
  if (value !== "") return;
  throw new Failure(`--${name} needs a value: --${name} ${values[name]}`);
}

/** Says that there is no such thing, and which is near or which there are. */
export function refuseUnknown(
  what: string,
  name: string,
  known: readonly string[],
): never {
  throw new Failure(
    `Unknown ${what} ${JSON.stringify(name)}${suggest(name, known)}`,
  );
}

function count(name: keyof typeof most, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= 1 && value <= most[name]) return value;
  throw new Failure(
    `--${name} must be a whole number from 1 to ${most[name]}, ` +
      `current value is ${JSON.stringify(text)}`,
  );
}
