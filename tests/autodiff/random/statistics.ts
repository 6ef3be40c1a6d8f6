/**
 * Statistical tests as p-values: the chance that numbers of the claimed
 * distribution look at least as odd as these.
 *
 * The draws are fixed by their keys, so a test passes always or never. A
 * correct generator fails a test with probability {@link SIGNIFICANCE} over the
 * choice of the key.
 */
import { assert } from "@std/assert";

/** Below this p-value a sample is rejected. */
export const SIGNIFICANCE = 1e-6;

/** Asserts that a p-value is neither too small nor, as from faked data, too great. */
export function assertPlausible(p: number, what: string): void {
  const plausible = p >= SIGNIFICANCE && p <= 1 - SIGNIFICANCE;
  assert(plausible, `${what}: p = ${p}`);
}

/** Asserts that a test sees the fault in a sample. */
export function assertRejected(p: number, what: string): void {
  const plausible = p >= SIGNIFICANCE && p <= 1 - SIGNIFICANCE;
  assert(!plausible, `not rejected: ${what}: p = ${p}`);
}

/** Γ(a, x)/Γ(a), the regularised upper incomplete gamma function. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; term > sum * 1e-17; n++) sum += term *= x / (a + n);
    return 1 - front * sum;
  }
  // The continued fraction of Legendre, by the method of Lentz.
  let b = x + 1 - a;
  let [c, d] = [Infinity, 1 / b];
  let h = d;
  for (let n = 1; n < 10000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * h;
}

/** Stirling's series, after shifting to where three terms of it suffice. */
function logGamma(a: number): number {
  if (a < 20) return logGamma(a + 1) - Math.log(a);
  const series = 1 / (12 * a) - 1 / (360 * a ** 3) + 1 / (1260 * a ** 5);
  return (a - 0.5) * Math.log(a) - a + Math.log(2 * Math.PI) / 2 + series;
}

/** The chance that a chi-square of so many degrees of freedom exceeds x. */
export function chiSquareTail(x: number, freedom: number): number {
  return upperGamma(freedom / 2, x / 2);
}

/** The chance that a standard normal is further from 0 than z. */
export function normalTails(z: number): number {
  return upperGamma(0.5, z * z / 2);
}

/** The distribution function of the standard normal. */
export function normalCdf(z: number): number {
  const tail = normalTails(z) / 2;
  return z > 0 ? 1 - tail : tail;
}

/** Pearson's test that counts come from a distribution (default: even). */
export function chiSquare(
  counts: ArrayLike<number>,
  probabilities?: readonly number[],
): number {
  const total = sum(counts);
  let x = 0;
  for (let i = 0; i < counts.length; i++) {
    const expected = total * (probabilities?.[i] ?? 1 / counts.length);
    x += (counts[i] - expected) ** 2 / expected;
  }
  return chiSquareTail(x, counts.length - 1);
}

/** The test of Kolmogorov and Smirnov, with the limit law of the distance. */
export function kolmogorovSmirnov(
  sample: ArrayLike<number>,
  cdf: (x: number) => number,
): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const at = cdf(x);
    distance = Math.max(distance, at - i / n, (i + 1) / n - at);
  });
  return kolmogorovTail(Math.sqrt(n) * distance);
}

/** The chance that √n times the distance exceeds x. */
export function kolmogorovTail(x: number): number {
  if (x < 0.3) return 1 - 1e-5; // the truth lies within 1e-5 of 1
  let tail = 0;
  for (let k = 1; k < 100; k++) {
    tail += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  }
  return Math.min(1, tail);
}

/** The test that two samples, each of known mean and variance, are uncorrelated. */
export function uncorrelated(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  mean: number,
  variance: number,
): number {
  let covariance = 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) covariance += (a[i] - mean) * (b[i] - mean);
  return normalTails(covariance / (variance * Math.sqrt(n)));
}

/** The test that a sum of n independent terms has this mean and deviation. */
export function meanOf(
  sample: ArrayLike<number>,
  mean: number,
  variance: number,
): number {
  const n = sample.length;
  return normalTails((sum(sample) - n * mean) / Math.sqrt(n * variance));
}

/** How often each of `bins` equal parts of [0, 1) is hit. */
export function histogram(
  sample: ArrayLike<number>,
  bins: number,
): Float64Array {
  const counts = new Float64Array(bins);
  for (let i = 0; i < sample.length; i++) {
    counts[Math.floor(sample[i] * bins)]++;
  }
  return counts;
}

function sum(terms: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < terms.length; i++) total += terms[i];
  return total;
}
