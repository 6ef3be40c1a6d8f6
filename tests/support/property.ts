/** Running properties from a fixed seed, and the inputs that many of them share. */
import * as fc from "fast-check";

const SEED = 0x0de5ce27;

/** How a property is run. */
export interface CheckParameters {
  /** Number of cases, 100 unless given. */
  numRuns?: number;
  /** Cases that are run before the random ones, each a tuple of arguments. */
  examples?: unknown[][];
}

/**
 * Runs a property from the project's fixed seed, so that each run sees the
 * same cases, and throws with the smallest counterexample where it fails.
 */
export function check(
  property: fc.IAsyncProperty<unknown>,
  parameters?: CheckParameters,
): Promise<void>;
export function check(
  property: fc.IProperty<unknown>,
  parameters?: CheckParameters,
): void;
export function check(
  property: fc.IRawProperty<unknown>,
  { numRuns = 100, examples = [] }: CheckParameters = {},
): Promise<void> | void {
  return fc.assert(property as fc.IProperty<unknown>, {
    seed: SEED,
    numRuns,
    examples,
  });
}

const EDGES = [
  0,
  -0,
  1,
  -1,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  2.2250738585072014e-308, // the least normal number
  -2.2250738585072009e-308, // the greatest subnormal one, negative
  Number.EPSILON,
  1 + Number.EPSILON,
  1 - Number.EPSILON / 2,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
];

/** Every float64: zeros of both signs, subnormals, huge ones, infinities and NaN. */
export function anyDouble(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.double() },
    { weight: 3, arbitrary: moderateDouble() },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...EDGES, NaN, Infinity, -Infinity),
    },
  );
}

/** Every finite float64, the edges (zeros, subnormals, the greatest) often. */
export function finiteDouble(): fc.Arbitrary<number> {
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }),
    },
    { weight: 3, arbitrary: moderateDouble() },
    { weight: 2, arbitrary: fc.constantFrom(...EDGES) },
  );
}

/**
 * A float64 in −10 to 10 of ordinary size: evenly spread, not of the tiny
 * numbers which make up half of all doubles.
 */
export function moderateDouble(): fc.Arbitrary<number> {
  const steps = 2 ** 40;
  return fc.maxSafeInteger().map((n) => 10 * (n % steps) / steps);
}

/** Bounds of {@link shapes}. */
export interface ShapeConstraints {
  /** Least rank, 0 unless given. */
  minRank?: number;
  /** Greatest rank, 4 unless given. */
  maxRank?: number;
  /** Least size of an axis, 0 unless given: empty shapes are included. */
  minSize?: number;
  /** Greatest size of an axis, 7 unless given. */
  maxSize?: number;
}

/** Shapes of rank 0 to 4 with axes of 0 to 7, odd, unit and empty ones included. */
export function shapes(
  { minRank = 0, maxRank = 4, minSize = 0, maxSize = 7 }: ShapeConstraints = {},
): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: minSize, max: maxSize }), {
    minLength: minRank,
    maxLength: maxRank,
  });
}
