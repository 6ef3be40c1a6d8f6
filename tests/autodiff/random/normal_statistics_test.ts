/**
 * Of each statistic, what it would see: at 10⁵ numbers a departure of the given
 * size is rejected with probability 0.999 or more.
 */
import { key } from "../../../autodiff/mod.ts";
import type { Data } from "../../../autodiff/dtypes.ts";
import {
  assertPlausible,
  assertRejected,
  kolmogorovSmirnov,
  meanOf,
  normalCdf,
  normalTails,
  uncorrelated,
} from "./statistics.ts";

const n = 100_000;
const seeds = [0, 1, 2 ** 53 - 1];

const drawn = new Map<string, Data>();

function draw(seed: number, dtype: "float64" | "float32" = "float64"): Data {
  const name = `${dtype} of key ${seed}`;
  const sample = drawn.get(name) ??
    key(seed).normal([n], { dtype }).toTypedArray();
  drawn.set(name, sample);
  return sample;
}

function eachDraw(test: (sample: Data, what: string) => void): void {
  for (const seed of seeds) {
    for (const dtype of ["float64", "float32"] as const) {
      test(draw(seed, dtype), `${dtype} of key ${seed}`);
    }
  }
}

/** What Box and Muller's method makes of two uniform samples. */
function boxMuller(u: Data, v: Data): Data {
  return u.map((u, i) =>
    Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v[i])
  );
}

// It sees a distribution function that is off by (2.69 + 1.95)/√n = 0.0147, as
// it is where the standard deviation is 1.07.
Deno.test("normal() has the distribution function of the normal", () => {
  eachDraw((sample, what) => {
    assertPlausible(kolmogorovSmirnov(sample, normalCdf), what);
  });
  const wide = draw(0).map((x) => 1.07 * x);
  assertRejected(kolmogorovSmirnov(wide, normalCdf), "7 % too wide");
  const u = key(0).uniform([n]).toTypedArray();
  const shared = boxMuller(u, u);
  assertRejected(kolmogorovSmirnov(shared, normalCdf), "u₁ shared with u₂");
});

/** The tests of the first four moments, whose variances are those of x to xᵏ. */
function moments(sample: Data): number[] {
  return [[0, 1], [1, 2], [0, 15], [3, 96]].map(([mean, variance], k) =>
    meanOf(sample.map((x) => x ** (k + 1)), mean, variance)
  );
}

// They see a mean of 7.98/√n = 0.0252, a variance off by 0.0357, a third moment
// of 0.098 and a fourth off by 0.247.
Deno.test("normal() has the moments of the normal", () => {
  eachDraw((sample, what) => {
    moments(sample).forEach((p, k) => {
      assertPlausible(p, `moment ${k + 1} of ${what}`);
    });
  });
  const faults: [string, (x: number) => number][] = [
    ["a shifted mean", (x) => x + 0.026],
    ["a wide spread", (x) => 1.018 * x],
    ["a skewed law", (x) => x + 0.02 * (x * x - 1)],
    ["tails cut off at 2.5", (x) => Math.max(-2.5, Math.min(2.5, x))],
  ];
  faults.forEach(([what, fault], k) => {
    assertRejected(moments(draw(0).map(fault))[k], what);
  });
});

// Half of the sample is as good as n/2 fair coins: it sees 0.0126 too many.
Deno.test("normal() is symmetric about its mean", () => {
  eachDraw((sample, what) => {
    let above = 0;
    sample.forEach((x) => above += x > 0 ? 1 : 0);
    assertPlausible(normalTails((above - n / 2) / Math.sqrt(n / 4)), what);
  });
});

// They see a correlation of 7.98/√n = 0.0252, of squares as of the numbers.
Deno.test("normal() has no correlation between elements up to 16 apart", () => {
  eachDraw((sample, what) => {
    const squares = sample.map((x) => x * x);
    for (let lag = 1; lag <= 16; lag++) {
      const plain = uncorrelated(sample.slice(lag), sample, 0, 1);
      assertPlausible(plain, `lag ${lag}, ${what}`);
      const squared = uncorrelated(squares.slice(lag), squares, 1, 2);
      assertPlausible(squared, `squares at lag ${lag}, ${what}`);
    }
  });
  // What sine and cosine of the same pair share: cos 2a is −cos(2a + π).
  const [u, v] = [0, 1].map((seed) => key(seed).uniform([n]).toTypedArray());
  const cosine = boxMuller(u, v).map((x) => x * x);
  const sine = boxMuller(u, v.map((v) => v + 0.125)).map((x) => x * x);
  assertRejected(uncorrelated(cosine, sine, 1, 2), "a shared radius");
});

Deno.test("normal() and uniform() of one key are uncorrelated", () => {
  for (const seed of seeds) {
    const u = key(seed).uniform([n]).toTypedArray();
    const scaled = u.map((u) => (u - 0.5) * Math.sqrt(12));
    assertPlausible(uncorrelated(draw(seed), scaled, 0, 1), `key ${seed}`);
    const squares = draw(seed).map((x) => (x * x - 1) / Math.SQRT2);
    assertPlausible(uncorrelated(squares, scaled, 0, 1), `key ${seed}`);
  }
});
