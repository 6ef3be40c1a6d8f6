import { suggest } from "../../autodiff/suggest.ts";
import type { RunOptions } from "../run_property.ts";
import { parseArgs } from "./deps.ts";
import { Mistake } from "./mistake.ts";

/** The command line. */
export interface Arguments extends Required<RunOptions> {
  /** What to check; Descent's own optimizers where it is left out. */
  readonly target?: string;
  readonly help: boolean;
}

/** How many inputs are drawn for each law, unless given. */
const usualRuns = 100;

/** How many times as many `--deep` draws. */
const deepFactor = 100;

const flags = ["deep", "help"] as const;
const values = ["seed", "runs"] as const;
const known = [...flags, ...values].map((name) => `--${name}`);

/** What `--help` prints. */
export const help = `Usage:
  deno task laws [FILE#EXPORT] [--seed N] [--runs N] [--deep]

Holds the optimizer that FILE exports under that name to every law that its
traits call for: an optimizer of Descent's, a rule, or what wrap() gives. FILE
is a path or a URL; without #EXPORT its default export is meant. Without FILE,
all of Descent's own rules are held to the laws, in every variant.

Options:
  --seed N  what the inputs are drawn from, a whole number; 0 if not given
  --runs N  how many inputs are drawn for each law; ${usualRuns} if not given
  --deep    ${deepFactor} times as many
  --help    this text

Exit code: 0 if no law is violated, 1 if one is, 2 for an error.`;

/**
 * Reads the command line.
 *
 * @throws {Mistake} for an option that is unknown or there twice, or whose
 * value is missing or no whole number, and for more than one target.
 */
export function readArguments(args: readonly string[]): Arguments {
  refuseMisuse(args);
  const { _: targets, deep, help, seed, runs } = parseArgs([...args], {
    boolean: flags,
    string: ["_", ...values],
    alias: { h: "help" },
    unknown(arg) {
      if (!arg.startsWith("-")) return;
      const [name] = arg.split("=");
      throw new Mistake(`Unknown option ${name}${suggest(name, known)}`);
    },
  });
  if (targets.length > 1) {
    throw new Mistake(
      `Cannot check ${targets.join(" and ")}: give one optimizer at a time`,
    );
  }
  const numRuns = runs === undefined ? usualRuns : whole("runs", runs, 1);
  return {
    ...targets.length === 1 && { target: String(targets[0]) },
    help: help === true,
    seed: seed === undefined ? 0 : whole("seed", seed),
    numRuns: deep === true ? deepFactor * numRuns : numRuns,
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
    if (values.some((value) => value === name)) {
      const value = inline ?? args[i + 1] ?? "";
      if (value === "" || value.startsWith("--")) {
        throw new Mistake(`--${name} needs a value: --${name} N`);
      }
      if (inline === undefined && /^-\d/.test(value)) {
        // Parsing would take it for options.
        whole(name, value, name === "runs" ? 1 : 0);
      }
    } else if (inline !== undefined) {
      throw new Mistake(
        `--${name} takes no value, current value is ${JSON.stringify(inline)}`,
      );
    }
  }
}

/** The greatest number that is taken for either option. */
const greatest = 2 ** 31 - 1;

function whole(name: string, text: string, least = 0): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= greatest) return value;
  throw new Mistake(
    `--${name} must be a whole number from ${least} to ${greatest}, current ` +
      `value is ${JSON.stringify(text)}`,
  );
}
