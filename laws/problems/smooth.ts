/** Smooth functions with known constants, for theorems that need them. */
import { fc } from "../deps.ts";

/** A function of one number whose second derivative is at most `most`. */
interface Profile {
  readonly name: "square" | "hyperbola" | "well";
  readonly most: number;
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
}

const profiles: readonly Profile[] = [
  { name: "square", most: 1, value: (x) => x * x / 2, slope: (x) => x },
  {
    name: "hyperbola",
    most: 1,
    value: (x) => Math.sqrt(1 + x * x),
    slope: (x) => x / Math.sqrt(1 + x * x),
  },
  { // Not convex: the second derivative is 2 at 0 and -1/2 at ±1.
    name: "well",
    most: 2,
    value: (x) => x * x / (1 + x * x),
    slope: (x) => 2 * x / ((1 + x * x) * (1 + x * x)),
  },
];

/** One part: s·φ(a·w − b). */
interface Part {
  readonly profile: Profile["name"];
  readonly a: readonly number[];
  readonly b: number;
}

/** A sum of such parts, of equal shares in its constant of smoothness L. */
export interface Smooth {
  readonly parts: readonly Part[];
  readonly smoothness: number;
}

/** A value and a gradient, each with a bound on its rounding. */
export interface Evaluated {
  readonly value: number;
  readonly valueError: number;
  readonly gradient: readonly number[];
  readonly gradientError: number;
}

const unit = 2 ** -53;

/**
 * A function at a point. An inner product of n terms is off by n + 1 units of
 * its terms' sizes; φ and φ′ by eight of their own and what z is off by.
 */
export function evaluate(
  { parts, smoothness }: Smooth,
  w: readonly number[],
): Evaluated {
  let [value, valueError, gradientError] = [0, 0, 0];
  const gradient = w.map(() => 0);
  for (const { profile, a, b } of parts) {
    const { most, value: phi, slope } = profiles.find(({ name }) =>
      name === profile
    )!;
    const length = norm(a);
    const scale = smoothness / parts.length / (most * length * length);
    const z = a.reduce((sum, x, i) => sum + x * w[i], -b);
    const size = a.reduce((sum, x, i) => sum + Math.abs(x * w[i]), Math.abs(b));
    const off = (w.length + 2) * unit * size;
    value += scale * phi(z);
    a.forEach((x, i) => gradient[i] += scale * slope(z) * x);
    valueError += scale *
      (Math.abs(slope(z)) * off + most * off * off + 8 * unit * phi(z));
    gradientError += scale * length *
      (most * off + 8 * unit * Math.abs(slope(z)));
  }
  const sums = 1 + parts.length * unit;
  return {
    value,
    valueError: valueError * sums + parts.length * unit * Math.abs(value),
    gradient,
    gradientError: gradientError * sums +
      parts.length * unit * norm(gradient),
  };
}

/** The Euclidean norm. */
export function norm(x: readonly number[]): number {
  return Math.sqrt(x.reduce((sum, each) => sum + each * each, 0));
}

/** Fractions, short ones first. */
export function short(most: number): fc.Arbitrary<number> {
  return fc.integer({ min: -16, max: 16 }).map((n) => most * n / 16);
}

/** Functions of n numbers with this constant of smoothness. */
export function smoothFunctions(
  size: number,
  smoothness: number,
): fc.Arbitrary<Smooth> {
  const part: fc.Arbitrary<Part> = fc.record({
    profile: fc.constantFrom(...profiles.map(({ name }) => name)),
    a: fc.array(short(2), { minLength: size, maxLength: size })
      .map((a) => a.some((x) => x !== 0) ? a : a.map(() => 1)),
    b: short(4),
  });
  return fc.array(part, { minLength: 1, maxLength: 3 })
    .map((parts) => ({ parts, smoothness }));
}
