import { assertAlmostEquals, assertThrows } from "@std/assert";
import {
  assertPlausible,
  assertRejected,
  chiSquare,
  chiSquareTail,
  kolmogorovSmirnov,
  kolmogorovTail,
  normalCdf,
  normalTails,
  uncorrelated,
} from "./statistics.ts";

// Quantiles as printed in tables of the distributions.
Deno.test("chiSquareTail(), normalTails(), kolmogorovTail() match the tables", () => {
  assertAlmostEquals(chiSquareTail(3.841458820694124, 1), 0.05, 1e-12);
  assertAlmostEquals(chiSquareTail(18.307038053275146, 10), 0.05, 1e-12);
  assertAlmostEquals(chiSquareTail(293.24783508073, 255), 0.05, 1e-9);
  assertAlmostEquals(normalTails(1.959963984540054), 0.05, 1e-12);
  assertAlmostEquals(normalTails(4.891638475699) / 1e-6, 1, 1e-9);
  assertAlmostEquals(kolmogorovTail(1.3580986393225507), 0.05, 1e-12);
  assertAlmostEquals(normalCdf(-1), 0.15865525393145707, 1e-12);
  assertAlmostEquals(normalCdf(2), 0.9772498680518208, 1e-12);
});

Deno.test("the tests reject samples that are too odd and too even", () => {
  assertRejected(chiSquare([100, 0]), "uneven counts");
  assertRejected(chiSquare(new Float64Array(100).fill(1000)), "even counts");
  assertPlausible(chiSquare([55, 45]), "ordinary counts");
  const grid = Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);
  assertRejected(kolmogorovSmirnov(grid, (x) => x * x), "another law");
  assertRejected(uncorrelated(grid, grid, 0.5, 1 / 12), "itself");
  assertThrows(() => assertPlausible(1e-7, "odd"));
  assertThrows(() => assertRejected(0.5, "ordinary"));
});
