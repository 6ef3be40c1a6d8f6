import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkOptimizer, reportText, wrap } from "../../laws/mod.ts";
import { rightOn } from "../../laws/right.ts";

const course = { shapes: [[1]], weights: [[1]], gradients: [[[2]], [[2]]] };

/** Momentum that forgets γ. */
function forgetful(hyperparameters: Record<string, number>) {
  return wrap({
    id: "forgetful",
    like: "momentum",
    hyperparameters,
    choices: { learningRatePlacement: "outside" },
    init: () => null,
    update: (g: number[], state: null, w: number[]) => ({
      params: w.map((x, i) => x - 0.5 * g[i]),
      state,
    }),
  });
}

const wrong = forgetful({ learningRate: 0.5, momentum: 0.25 });

Deno.test("rightOn() tells where a right rule goes, and where this one went", async () => {
  const right = {
    rule: "momentum",
    params: [[[0]], [[-1.25]]],
    found: [[[0]], [[-1]]],
  };
  assertEquals(await rightOn(wrong, course), right);
  assertEquals(await rightOn(wrong, { course, repeats: 3 }), right);
  const phased = { weight: 1, first: 2, firstSteps: 1, then: 2, thenSteps: 1 };
  assertEquals(await rightOn(wrong, phased), right);
});

Deno.test("rightOn() says nothing where the right way is not known, or the same", async () => {
  assertEquals(await rightOn(wrong, { start: [1] }), undefined);
  assertEquals(await rightOn(wrong, 3), undefined);
  const once = { ...course, gradients: course.gradients.slice(1) };
  assertEquals(await rightOn(wrong, once), undefined);
  const unnamed = { ...wrong, rule: "no-rule" };
  assertEquals(await rightOn(unnamed, course), undefined);
  const other = { learningRate: 0.5, momentum: 0.25, radius: 1 };
  assertEquals(await rightOn(forgetful(other), course), undefined);
  const idle = await rightOn(forgetful({ ...other, radius: 0 }), course);
  assertEquals(idle?.rule, "momentum");
});

Deno.test("reportText() shows what a right rule would have done", async () => {
  const text = reportText(await checkOptimizer(wrong, { numRuns: 20 }));
  assertStringIncludes(text, "violated: closed-form");
  assertStringIncludes(text, "\n  a right momentum goes to: [[[");
  assertStringIncludes(text, "\n  this one goes to: [[[");
});
