import { AssertionError } from "@std/assert";
import type { Format } from "../../../autodiff/elementary/format.ts";
import type { Real } from "../../support/real.ts";
import { Sampler } from "./points.ts";
import { ulps } from "./ulps.ts";

/** How many points are drawn for each function and format. */
export const POINTS = 100_000;

/** What to hold a function of one number against. */
export interface Claim {
  readonly name: string;
  /** The function, and the greatest error in ulps claimed for it. */
  readonly float64: readonly [f: (x: number) => number, bound: number];
  readonly float32: readonly [f: (x: number) => number, bound: number];
  readonly exact: (x: number) => Real;
  /** Kinds of input; each is drawn as often as the others. */
  readonly draws: readonly ((s: Sampler) => number)[];
  /** Inputs besides, such as the boundaries of a reduction. */
  readonly edges: (s: Sampler) => number[];
}

/** Registers a test of the claim for each format. */
export function testAccuracy(claim: Claim): void {
  for (const format of ["float64", "float32"] as const) {
    const [f, bound] = claim[format];
    const name = `${claim.name}${format.slice(-2)}`;
    Deno.test(`${name}() is within ${bound} ulp of the exact value`, () => {
      const s = new Sampler(format);
      const inputs = claim.edges(s);
      for (let i = 0; i < POINTS; i++) {
        inputs.push(claim.draws[i % claim.draws.length](s));
      }
      assertWithin(name, f, claim.exact, inputs, bound, format);
    });
  }
}

/**
 * Asserts that `f` is within `bound` ulps at each input. The reference is
 * within 2⁻¹⁹⁰, which is nothing beside the 2⁻⁴⁰ ulp that are counted.
 */
export function assertWithin(
  name: string,
  f: (x: number) => number,
  exact: (x: number) => Real,
  inputs: readonly number[],
  bound: number,
  format: Format,
): void {
  let [worst, at] = [0, 0];
  for (const x of inputs) {
    const error = ulps(f(x), exact(x), format);
    if (error > worst) [worst, at] = [error, x];
  }
  if (worst > bound) {
    throw new AssertionError(
      `${name}(${at}) is ${f(at)}: ${worst} ulps off, not ${bound}`,
    );
  }
}
