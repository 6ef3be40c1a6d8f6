import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { adagrad, contestant, momentum } from "../../../../mod.ts";
import type { AnyProblem } from "../../../../experiments/problems/problem.ts";
import { enumerateCells } from "../../../../experiments/lab/trial.ts";
import { partsOf } from "../../../../experiments/lab/workers/parts.ts";
import { check } from "../../../support/property.ts";
import { bowl, study } from "../../support/studies.ts";

const shared = (id: string): AnyProblem => ({ ...bowl(id), sharedLoss: true });

/** Cells of two problems and optimizers with so many seeds. */
function cells(seeds: number, problems = [shared("a"), shared("b")]) {
  const optimizers = [contestant(momentum), contestant(adagrad)];
  return enumerateCells(study({ optimizers, seeds }), problems);
}

Deno.test("partsOf() has every cell once, in order", () => {
  check(
    fc.property(
      fc.integer({ min: 1, max: 150 }),
      fc.integer({ min: 1, max: 9 }),
      (seeds, workers) => {
        const all = cells(seeds);
        const parts = partsOf(all, workers);
        assertEquals(parts[0].first, 0);
        assertEquals(parts.at(-1)!.end, all.length);
        parts.forEach(({ first, end }, i) => {
          assert(first < end);
          if (i > 0) assertEquals(first, parts[i - 1].end);
        });
      },
    ),
    { numRuns: 30 },
  );
});

Deno.test("partsOf() parts nothing that is better together, and all that is apart", () => {
  const sizes = (seeds: number, workers: number) =>
    partsOf(cells(seeds), workers).map(({ first, end }) => end - first);
  assertEquals(sizes(10, 2), [10, 10, 10, 10]);
  assertEquals(sizes(16, 2), [16, 16, 16, 16]);
  assertEquals(sizes(17, 2), [9, 8, 9, 8, 9, 8, 9, 8]);
  // 400 trials in parts of at most 25 for two workers, of 50 for one.
  assertEquals(sizes(100, 2), Array(16).fill(25));
  assertEquals(sizes(100, 1), Array(8).fill(50));
  const alone = partsOf(cells(2, [bowl("a"), bowl("b")]), 2);
  assertEquals(alone.map(({ first, end }) => end - first), Array(8).fill(1));
});

Deno.test("partsOf() cuts large problems where groups of them end", () => {
  // Lanes of 7, in parts of at most 16 trials.
  const large = { ...shared("large"), size: 35_000 };
  const sizes = partsOf(cells(40, [large]), 1).map(({ first, end }) =>
    end - first
  );
  assertEquals(sizes, [14, 14, 12, 14, 14, 12]);
  // What fits into one part is one, however few of it run together.
  const few = { ...shared("few"), size: 1e9 };
  assertEquals(partsOf(cells(12, [few]), 2), [
    { first: 0, end: 12 },
    { first: 12, end: 24 },
  ]);
});

Deno.test("partsOf() of no cells is nothing", () => {
  assertEquals(partsOf([], 2), []);
});
