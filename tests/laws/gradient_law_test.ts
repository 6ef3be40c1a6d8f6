import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { checkFunction, gradientLaw } from "../../laws/mod.ts";
import { relu, type Tensor, zeros } from "../../mod.ts";

interface Layer {
  w: Tensor;
  b: Tensor[];
}

const like: Layer = { w: zeros([2, 2]), b: [zeros([2]), zeros([])] };
const network = ({ w, b }: Layer) =>
  w.matmul(b[0]).tanh().mul(b[1]).add(b[0].square()).sum();

Deno.test("checkFunction() finds gradients of trees right", async () => {
  const report = await checkFunction(network, like, {
    numRuns: 20,
    id: "network",
  });
  assertEquals([report.id, report.passed], ["network", true]);
});

Deno.test("checkFunction() names the place where a gradient is wrong", async () => {
  const report = await checkFunction(network, like, {
    numRuns: 20,
    gradient: ({ w, b }) => ({ w, b: [...b] }),
  });
  const [{ law, outcome, counterexample }] = report.outcomes;
  assertEquals([law, outcome], ["gradients-agree", "violated"]);
  assert(/at \.(w|b)\[/.test(counterexample!.message), counterexample!.message);
  assertEquals((counterexample!.input as number[]).length, 7);
});

Deno.test("checkFunction() asks nothing at a kink, and draws within its bounds", async () => {
  const bent = (x: Tensor) => relu(x).sum();
  assert((await checkFunction(bent, zeros([2]), { numRuns: 30 })).passed);
  const seen: number[] = [];
  const watched = (x: Tensor) => {
    seen.push(...x.toTypedArray() as Float64Array);
    return x.square().sum();
  };
  const { passed } = await checkFunction(watched, zeros([2]), {
    gradient: (x) => x.mul(2),
    low: 3,
    high: 5,
    numRuns: 30,
  });
  assert(passed);
  // Differences go at most 1/8 of a parameter beyond it.
  assert(seen.every((x) => x >= 3 - 3 / 8 && x <= 5 + 5 / 8));
  assert(Math.min(...seen) < 3.2 && Math.max(...seen) > 4.8);
});

Deno.test("checkFunction() reports a function about which nothing can be asked", async () => {
  const { outcomes: [{ outcome, counterexample }] } = await checkFunction(
    (x: Tensor) => x.sqrt().sum(),
    zeros([1]),
    { low: -3, high: -2, numRuns: 5 },
  );
  assertEquals(outcome, "violated");
  assertEquals(
    counterexample!.message,
    "no input could be drawn that the law can be asked about",
  );
});

Deno.test("gradientLaw() gives a property, and refuses empty bounds", async () => {
  const { property, name } = gradientLaw(network, like);
  assertEquals(name, "gradients-agree");
  await fc.assert(property, { seed: 1, numRuns: 5 });
  for (const [low, high] of [[1, 1], [2, 1], [NaN, 1], [0, Infinity]]) {
    const error = assertThrows(
      () => gradientLaw(network, like, { low, high }),
      RangeError,
    );
    assertEquals(
      (error as Error).message,
      "Cannot draw parameters: low must be less than high, current values " +
        `are ${low} and ${high}`,
    );
  }
});
