/**
 * Elementary functions in fixed point over BigInt, to hold the library's own
 * against. A result is a number `significand · 2^exponent` that is within
 * 2⁻¹⁹⁰ of the true one, relatively, and mostly within 2⁻²³⁰.
 *
 * Why: numbers between are integers in units of 2⁻²⁵⁶, and each shift or
 * division cuts off less than one unit. A table entry is a sum of at most 70
 * terms, each cut three times (210 units); the series after the table has at
 * most 25 (75 units); products with factors below 4 pass these on at most
 * fourfold. So an absolute error stays below 2¹¹ units, 2⁻²⁴⁵. Results that can
 * be small are made as a product of the argument with a series near 1, or from
 * a reduced argument that keeps at least 200 bits, so that it is relative.
 */
import { log2Floor, type Real, real, shift } from "./real.ts";

const F = 256;
const FRACTION = BigInt(F);
const ONE = 1n << FRACTION;
/** Further bits of ln 2 and π/2, so that multiples of them are exact enough. */
const GUARD = 96n;
/** Tables have an entry each 2⁻⁸. */
const STEP = FRACTION - 8n;

function toFixed({ significand, exponent }: Real): bigint {
  return shift(significand, exponent + F);
}

function fixed(significand: bigint): Real {
  return { significand, exponent: -F };
}

function abs(a: bigint): bigint {
  return a < 0n ? -a : a;
}

/** Whether |a| < 2^bound. */
function below({ significand, exponent }: Real, bound: number): boolean {
  return significand === 0n || log2Floor(abs(significand)) + exponent < bound;
}

/** Σ coefficients[i] xⁱ. */
function series(coefficients: readonly bigint[], x: bigint): bigint {
  let sum = 0n;
  for (let i = coefficients.length - 1; i >= 0; i--) {
    sum = coefficients[i] + ((sum * x) >> FRACTION);
  }
  return sum;
}

/** 1/first! , 1/(first + step)!, …, `count` of them. */
function factorials(first: number, step: number, count: number): bigint[] {
  const all = [ONE];
  for (let n = 1n; all.length <= first + step * count; n++) {
    all.push(all[all.length - 1] / n);
  }
  return Array.from({ length: count }, (_, i) => all[first + step * i]);
}

/** 1, 1/3, 1/5, …: artanh(u) / u in u². */
function oddReciprocals(count: number): bigint[] {
  return Array.from({ length: count }, (_, i) => ONE / BigInt(2 * i + 1));
}

const EXPONENTIAL = factorials(0, 1, 70);
const SINE = factorials(1, 2, 35).map((c, i) => i % 2 ? -c : c);
const COSINE = factorials(0, 2, 35).map((c, i) => i % 2 ? -c : c);
const ARTANH = oddReciprocals(55);
// For arguments below 2⁻⁸ (2⁻⁹ after a table) the terms are below 2⁻²⁵⁶ from here on.
const SHORT_EXPONENTIAL = EXPONENTIAL.slice(0, 24);
const SHORT_SINE = SINE.slice(0, 12);
const SHORT_COSINE = COSINE.slice(0, 13);
const SHORT_ARTANH = ARTANH.slice(0, 16);
/** (eˣ − 1) / x in x. */
const SHORT_EXPM1 = factorials(1, 1, 24);

/** artanh(1/n) or arctan(1/n), in units of 2^−bits. */
function arc(n: bigint, bits: bigint, alternate: boolean): bigint {
  let power = (1n << bits) / n;
  let sum = 0n;
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += alternate && i % 4n === 3n ? -(power / i) : power / i;
    power /= n * n;
  }
  return sum;
}

const WIDE = FRACTION + GUARD;
// ln 2 = 2 artanh(1/3) and π/4 = 4 arctan(1/5) − arctan(1/239), with 16 bits to spare.
const LN2 = (2n * arc(3n, WIDE + 16n, false)) >> 16n;
const HALF_PI = (8n * arc(5n, WIDE + 16n, true) -
  2n * arc(239n, WIDE + 16n, true)) >> 16n;

/** ln 2, within 2⁻³⁵¹. */
export const ln2: Real = { significand: LN2, exponent: -Number(WIDE) };

/** π/2, within 2⁻³⁵¹. */
export const halfPi: Real = { significand: HALF_PI, exponent: -Number(WIDE) };

/** The integer nearest to a / b. */
function quotient(a: bigint, b: bigint): bigint {
  return (2n * a + b) / (2n * b) - (2n * a + b < 0n ? 1n : 0n);
}

/** Splits a into its nearest multiple of 2⁻⁸ and the rest. */
function step(a: bigint): [number, bigint] {
  const j = (a + (1n << (STEP - 1n))) >> STEP;
  return [Number(j), a - (j << STEP)];
}

function table<T>(make: (a: bigint) => T): (j: number) => T {
  const entries = new Map<number, T>();
  return (j) => {
    let entry = entries.get(j);
    if (entry === undefined) {
      entry = make(BigInt(j) << STEP);
      entries.set(j, entry);
    }
    return entry;
  };
}

const exponentials = table((a) => series(EXPONENTIAL, a));
const circles = table((a) => {
  const square = (a * a) >> FRACTION;
  return {
    sine: (a * series(SINE, square)) >> FRACTION,
    cosine: series(COSINE, square),
  };
});
/** log(1 + a) */
const logarithms = table((a) => artanhTwice(ARTANH, a, 2n * ONE + a));

/** 2 artanh(a / b) */
function artanhTwice(
  coefficients: readonly bigint[],
  a: bigint,
  b: bigint,
): bigint {
  const u = (a << FRACTION) / b;
  return (2n * u * series(coefficients, (u * u) >> FRACTION)) >> FRACTION;
}

/** e to the power `a`, an integer of units 2⁻²⁵⁶. */
function expFixed(a: bigint): Real {
  const k = quotient(a << GUARD, LN2);
  const [j, t] = step(((a << GUARD) - k * LN2) >> GUARD);
  const product = exponentials(j) * series(SHORT_EXPONENTIAL, t);
  return { significand: product >> FRACTION, exponent: Number(k) - F };
}

/** The natural logarithm of a positive number. */
function logReal({ significand, exponent }: Real): bigint {
  let k = log2Floor(significand);
  let a = shift(significand, F - k);
  if (a * a > 2n * ONE * ONE) {
    a = shift(significand, F - k - 1);
    k++;
  }
  const [j, t] = step(a - ONE);
  const c = a - t;
  const small = artanhTwice(SHORT_ARTANH, t, a + c);
  return ((BigInt(k + exponent) * LN2) >> GUARD) + logarithms(j) + small;
}

/** log(1 + a) for a number above −1. */
function log1pReal(a: Real): Real {
  const { significand, exponent } = a;
  if (!below(a, -8)) {
    const unit = Math.min(exponent, 0);
    const sum = shift(1n, -unit) + shift(significand, exponent - unit);
    return fixed(logReal({ significand: sum, exponent: unit }));
  }
  const u = (significand << (2n * FRACTION)) / (2n * ONE + toFixed(a));
  const square = toFixed({ significand: u, exponent: exponent - F });
  const factor = series(SHORT_ARTANH, (square * square) >> FRACTION);
  return { significand: (2n * u * factor) >> FRACTION, exponent: exponent - F };
}

/** eˣ; from |x| = 2000 on, far outside every format, that of ±2000. */
export function exp(x: number): Real {
  return expFixed(toFixed(real(Math.max(-2000, Math.min(x, 2000)))));
}

/** eˣ − 1 */
export function expm1(x: number): Real {
  const a = real(x);
  if (below(a, -8)) {
    const factor = series(SHORT_EXPM1, toFixed(a));
    return {
      significand: a.significand * factor,
      exponent: a.exponent - F,
    };
  }
  const { significand, exponent } = exp(x);
  if (exponent >= 0) return { significand, exponent };
  const unit = Math.max(exponent, -F);
  return {
    significand: shift(significand, exponent - unit) - shift(1n, -unit),
    exponent: unit,
  };
}

/** log x */
export function log(x: number): Real {
  return fixed(logReal(real(x)));
}

/** log(1 + x) */
export function log1p(x: number): Real {
  return log1pReal(real(x));
}

/** The sine of x + `quarters` · π/2, for |x| < 2⁵³. */
function sineAfter(x: number, quarters: bigint): Real {
  const a = real(x);
  if (quarters === 0n && below(a, -8)) return smallSine(a);
  const wide = shift(a.significand, a.exponent + F + Number(GUARD));
  const k = quotient(wide, HALF_PI);
  const rest = wide - k * HALF_PI;
  const reduced = { significand: rest, exponent: -F - Number(GUARD) };
  const turns = (k + quarters) & 3n;
  let value: Real;
  if (turns % 2n === 0n && below(reduced, -8)) {
    value = smallSine(reduced);
  } else {
    const [j, t] = step(rest >> GUARD);
    const square = (t * t) >> FRACTION;
    const s = (t * series(SHORT_SINE, square)) >> FRACTION;
    const c = series(SHORT_COSINE, square);
    const { sine, cosine } = circles(j);
    value = fixed(
      turns % 2n === 0n
        ? (sine * c + cosine * s) >> FRACTION
        : (cosine * c - sine * s) >> FRACTION,
    );
  }
  const { significand, exponent } = value;
  return { significand: turns >= 2n ? -significand : significand, exponent };
}

function smallSine(a: Real): Real {
  const x = toFixed(a);
  const factor = series(SHORT_SINE, (x * x) >> FRACTION);
  return { significand: a.significand * factor, exponent: a.exponent - F };
}

/** The sine of x, for |x| < 2⁵³. */
export function sin(x: number): Real {
  return sineAfter(x, 0n);
}

/** The cosine of x, for |x| < 2⁵³. */
export function cos(x: number): Real {
  return sineAfter(x, 1n);
}

/** The hyperbolic tangent: for x > 0, −E / (2 + E) where E = e^−2x − 1. */
export function tanh(x: number): Real {
  const e = expm1(x < 0 ? 2 * x : -2 * x);
  const top = x < 0 ? e.significand : -e.significand;
  return {
    significand: (top << (2n * FRACTION)) / (2n * ONE + toFixed(e)),
    exponent: e.exponent - F,
  };
}

/** 1 / (1 + e⁻ˣ) */
export function sigmoid(x: number): Real {
  const z = exp(x < 0 ? x : -x);
  const { significand, exponent } = x < 0
    ? z
    : { significand: ONE, exponent: -F };
  return {
    significand: (significand << FRACTION) / (ONE + toFixed(z)),
    exponent,
  };
}

/** log(1 + eˣ) */
export function softplus(x: number): Real {
  if (x > 1000) return real(x);
  const small = log1pReal(exp(x < 0 ? x : -x));
  return x < 0 ? small : fixed(toFixed(real(x)) + toFixed(small));
}

/** xᵖ for x > 0; the error is relative to p log x, and so at most 2⁻¹⁷⁵ where that is below 2¹⁰. */
export function pow(x: number, p: number): Real {
  const { significand, exponent } = real(p);
  return expFixed(shift(logReal(real(x)) * significand, exponent));
}
