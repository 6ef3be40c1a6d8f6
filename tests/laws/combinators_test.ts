/** Combinators that change nothing, whatever the optimizer in them. */
import { assert } from "@std/assert";
import * as fc from "fast-check";
import type { Subject } from "../../laws/mod.ts";
import { sameSteps } from "../../laws/compare.ts";
import { courses } from "../../laws/course.ts";
import { pathOf } from "../../laws/follow.ts";
import { ordinary } from "../../laws/numbers.ts";
import { subjectOf } from "../../laws/subject_of.ts";
import {
  accumulateGradients,
  adam,
  chain,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  exponentialAverage,
  gradientDescent,
  lookahead,
  masked,
  momentum,
  nesterov,
  type Optimizer,
  parameterGroups,
  polyakAverage,
  rmsprop,
  type Slot,
  weightDecay,
} from "../../mod.ts";

type Any = Optimizer<Slot>;

const inner: readonly Any[] = [
  gradientDescent(),
  momentum(),
  nesterov(),
  rmsprop(),
  adam(),
].map((optimizer) => optimizer as unknown as Any);

/** Each gives an optimizer that takes the same steps, in every bit. */
const neutral: Readonly<Record<string, (optimizer: Any) => Any>> = {
  "chain() of one": (o) => chain(o),
  "accumulateGradients() over 1 step": (o) =>
    accumulateGradients(o, { steps: 1 }),
  "parameterGroups() of one group": (o) =>
    parameterGroups({ all: o }, () => "all") as Any,
  "weightDecay(0)": (o) => chain(weightDecay(0), o),
  "clipByValue() above all": (o) => chain(clipByValue(1e308), o),
  "clipByNorm() above all": (o) => chain(clipByNorm(1e308), o),
  "clipByGlobalNorm() above all": (o) => chain(clipByGlobalNorm(1e308), o),
  "masked() of nothing": (o) => chain(masked(clipByValue(0.5), () => false), o),
  "exponentialAverage() beside it": (o) => chain(o, exponentialAverage()),
  "polyakAverage() beside it": (o) => chain(o, polyakAverage()),
};

async function same(
  [one, other]: readonly [Subject, Subject],
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      courses(one, { gradient: ordinary("float64") }),
      async (course) => {
        sameSteps(
          await pathOf(one, course),
          await pathOf(other, course),
          "the run with the combinator",
          // 0 is added to -0 where weights decay by 0.
          { same: (a, b) => a === b || Object.is(a, b) },
        );
      },
    ),
    { seed: 20261122, numRuns: 20 },
  );
}

for (const [name, make] of Object.entries(neutral)) {
  Deno.test(`${name} changes no step of the optimizer in it`, async () => {
    for (const optimizer of inner) {
      await same([subjectOf(make(optimizer)), subjectOf(optimizer)]);
    }
  });
}

Deno.test("lookahead() with k = 1 and α = 1 is the inner optimizer, up to rounding", async () => {
  for (const optimizer of inner) {
    const plain = subjectOf(optimizer);
    const ahead = subjectOf(
      chain(optimizer, lookahead({ steps: 1, slowStepSize: 1 })),
    );
    await fc.assert(
      fc.asyncProperty(
        courses(plain, { gradient: ordinary("float64") }),
        async (course) => {
          const [right, found] = [
            await pathOf(plain, course),
            await pathOf(ahead, course),
          ];
          const unit = 2 ** -53;
          right.forEach((point, t) =>
            point.forEach((row, i) =>
              row.forEach((w, j) => {
                const sizes = right.slice(0, t + 1)
                  .map((p) => Math.abs(p[i][j]));
                // The slow weights and the step to them are rounded each time,
                // by a unit of the greatest weight so far at most.
                const most = 8 * (t + 1) * unit * Math.max(...sizes);
                assert(Math.abs(found[t][i][j] - w) <= most);
              })
            )
          );
        },
      ),
      { seed: 20261122, numRuns: 40 },
    );
  }
});
