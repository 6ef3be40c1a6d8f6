/**
 * Of each statistic, what it would see: at 10⁵ numbers a departure of the given
 * size is rejected with probability 0.999 or more.
 */
import { type Key, key } from "../../../autodiff/mod.ts";
import type { Data } from "../../../autodiff/dtypes.ts";
import {
  assertPlausible,
  assertRejected,
  chiSquare,
  histogram,
  kolmogorovSmirnov,
  normalTails,
  uncorrelated,
} from "./statistics.ts";

const n = 100_000;
const seeds = [0, 1, 2 ** 53 - 1];
const dtypes = [["float64", 53], ["float32", 24]] as const;

const drawn = new Map<string, Data>();

function draw(seed: number, dtype: "float64" | "float32" = "float64"): Data {
  const name = `${dtype} of key ${seed}`;
  const sample = drawn.get(name) ??
    key(seed).uniform([n], { dtype }).toTypedArray();
  drawn.set(name, sample);
  return sample;
}

/** The test that bit 2⁻ᵇⁱᵗ is 1 half of the time. */
function balance(sample: ArrayLike<number>, bit: number): number {
  let ones = 0;
  for (let i = 0; i < sample.length; i++) {
    ones += Math.floor(sample[i] * 2 ** bit) % 2;
  }
  const { length } = sample;
  return normalTails((ones - length / 2) / Math.sqrt(length / 4));
}

const same = (x: number) => x;

// 256 bins: rejected above 377 = 255 + 5.4 √(2 · 255); it sees frequencies that
// are off by 5 % (root mean square), as when one of the upper 8 bits is lost.
Deno.test("uniform() fills 256 bins evenly", () => {
  for (const seed of seeds) {
    for (const [dtype] of dtypes) {
      const sample = draw(seed, dtype);
      assertPlausible(chiSquare(histogram(sample, 256)), `${dtype} ${seed}`);
    }
  }
  const lost = Float64Array.from(draw(0), (u) => {
    const bit = Math.floor(u * 256) % 2; // the eighth
    return u - bit / 256;
  });
  assertRejected(chiSquare(histogram(lost, 256)), "the eighth bit lost");
  const modulo = Float64Array.from(
    draw(0),
    (u) => Math.floor(u * 2 ** 32) % (0.9 * 2 ** 32) / (0.9 * 2 ** 32),
  );
  assertRejected(chiSquare(histogram(modulo, 256)), "a remainder");
});

// It sees a distribution function that is off by (2.69 + 1.95)/√n = 0.0147, by
// the inequality of Dvoretzky, Kiefer and Wolfowitz.
Deno.test("uniform() has the distribution function of the uniform", () => {
  for (const seed of seeds) {
    for (const [dtype] of dtypes) {
      const p = kolmogorovSmirnov(draw(seed, dtype), same);
      assertPlausible(p, `${dtype} ${seed}`);
    }
  }
  const sample = draw(0);
  const half = sample.map((u) => u / 2);
  assertRejected(kolmogorovSmirnov(half, same), "the first bit lost");
  const bent = sample.map((u) => u + 0.06 * u * (1 - u)); // off by 0.015
  assertRejected(kolmogorovSmirnov(bent, same), "a bent distribution");
});

// It sees a bit that is 1 with probability ½ ± (4.89 + 3.09)/(2√n) = ½ ± 0.0126.
Deno.test("uniform() has as many ones as zeros in each of its bits", () => {
  for (const seed of seeds) {
    for (const [dtype, bits] of dtypes) {
      const sample = draw(seed, dtype);
      for (let bit = 1; bit <= bits; bit++) {
        assertPlausible(balance(sample, bit), `bit ${bit} of ${dtype} ${seed}`);
      }
    }
  }
  const rounded = Float64Array.from(draw(0, "float32"));
  assertRejected(balance(rounded, 25), "24 bits taken for 53");
});

// 16 × 16 bins of pairs of neighbours: it sees frequencies off by 7 % (root mean
// square), with half as many pairs.
Deno.test("uniform() makes neighbours independent", () => {
  const pairs = (sample: Data) => {
    const counts = new Float64Array(256);
    for (let i = 0; i < sample.length; i += 2) {
      counts[
        16 * Math.floor(16 * sample[i]) + Math.floor(16 * sample[i + 1])
      ]++;
    }
    return chiSquare(counts);
  };
  for (const seed of seeds) assertPlausible(pairs(draw(seed)), `key ${seed}`);
  const sticky = draw(0).map((u, i, all) => i % 10 === 1 ? all[i - 1] : u);
  assertRejected(pairs(sticky), "one in five pairs equal");
});

/** The test that two samples of uniform numbers have nothing to do with each other. */
function related(a: Data, b: Data): number {
  return uncorrelated(a, b, 0.5, 1 / 12);
}

// It sees a correlation of (4.89 + 3.09)/√n = 0.0252.
Deno.test("uniform() has no correlation between elements up to 64 apart", () => {
  for (const seed of seeds) {
    const sample = draw(seed);
    for (let lag = 1; lag <= 64; lag++) {
      const p = related(sample.slice(lag), sample);
      assertPlausible(p, `lag ${lag} of key ${seed}`);
    }
  }
  const [a, b] = [draw(0), draw(1)];
  assertRejected(related(a, mixed(a, b, 0.026)), "a correlation of 0.026");
});

/** A sample that has correlation r with the first of two independent ones. */
function mixed(a: Data, b: Data, r: number): Data {
  return b.map((u, i) =>
    0.5 + r * (a[i] - 0.5) + Math.sqrt(1 - r * r) * (u - 0.5)
  );
}

Deno.test("keys of neighbouring seeds, names and children are uncorrelated", () => {
  const parent = key(5);
  const families: Record<string, Key[]> = {
    seeds: [0, 1, 2, 2 ** 32, 2 ** 33, 2 ** 53 - 1].map(key),
    names: ["a", "b", "aa", "ab", "", "0"].map((name) => parent.fold(name)),
    children: [parent, ...parent.split(5)],
    generations: [parent, parent.split(1)[0], parent.split(1)[0].split(1)[0]],
  };
  for (const [what, keys] of Object.entries(families)) {
    const samples = keys.map((own) => own.uniform([n]).toTypedArray());
    samples.forEach((a, i) => {
      for (let j = 0; j < i; j++) {
        assertPlausible(related(a, samples[j]), `${what} ${i} and ${j}`);
      }
    });
  }
});
