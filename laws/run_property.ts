import { fc } from "./deps.ts";
import { type LawProperty, Violation } from "./law.ts";
import type { Right } from "./right.ts";

/** An input on which a law does not hold, and what is seen there. */
export interface Counterexample {
  /** The input, as small as it could be made. */
  readonly input: unknown;
  /** What is seen, and what would be right. */
  readonly message: string;
  /** How often the input was made smaller. */
  readonly shrinks: number;
  /** Where a right rule goes from there; absent where none is known. */
  readonly right?: Right;
}

/** How properties are run. */
export interface RunOptions {
  /** What the inputs are drawn from: a whole number. Default: 0. */
  readonly seed?: number;
  /** How many inputs are drawn for each law. Default: 100. */
  readonly numRuns?: number;
}

/**
 * Checks the options of a run.
 *
 * @throws {RangeError} for a seed or a number of runs that is none.
 */
export function checkRunOptions(
  { seed = 0, numRuns = 100 }: RunOptions,
): Required<RunOptions> {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Cannot check laws: seed must be a whole number, current value is ${seed}`,
    );
  }
  if (!Number.isSafeInteger(numRuns) || numRuns < 1) {
    throw new RangeError(
      "Cannot check laws: numRuns must be a whole number of at least 1, " +
        `current value is ${numRuns}`,
    );
  }
  return { seed, numRuns };
}

/**
 * The smallest counterexample to a property; nothing where it holds.
 *
 * @param onRun is told before each input how many there were, this one too.
 */
export async function counterexampleOf(
  property: LawProperty,
  options: Required<RunOptions>,
  onRun: (run: number) => void = () => {},
): Promise<Counterexample | undefined> {
  let runs = 0;
  const counted: LawProperty = Object.assign(Object.create(property), {
    run(input: unknown) {
      onRun(Math.min(++runs, options.numRuns));
      return property.run(input);
    },
  });
  const details = await fc.check(counted, options);
  if (!details.failed) return undefined;
  const { counterexample, errorInstance, numShrinks } = details;
  const [input] = (counterexample ?? []) as unknown[];
  return {
    input,
    message: textOf(errorInstance),
    shrinks: numShrinks,
  };
}

function textOf(error: unknown): string {
  if (error instanceof Violation) return error.message;
  if (error instanceof Error) return `it threw ${error.name}: ${error.message}`;
  return error === null || error === undefined
    ? "no input could be drawn that the law can be asked about"
    : `it threw ${String(error)}`;
}
