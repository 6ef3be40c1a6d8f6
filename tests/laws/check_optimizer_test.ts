import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  allLaws,
  assertOptimizer,
  checkOptimizer,
  type CheckOptimizerOptions,
  type Lawful,
  laws,
  reportText,
  wrap,
} from "../../laws/mod.ts";
import { adagrad, adam, momentum, rmsprop, scalar } from "../../mod.ts";

async function refusal(
  optimizer: unknown,
  options?: CheckOptimizerOptions,
): Promise<string> {
  const call = () => checkOptimizer(optimizer as Lawful, options);
  const error = await assertRejects(call, Error);
  return `${error.name}: ${error.message}`;
}

/** Gradient descent whose step also grows with the weight, though it denies it. */
const leaning = wrap({
  id: "leaning",
  traits: { coordinatewise: true, ignoresWeights: true },
  init: () => null,
  update: (g: number[], state: null, w: number[]) => ({
    params: w.map((x, i) => x - 0.5 * g[i] - 0.25 * x),
    state,
  }),
});

const few = { numRuns: 20, seed: 3 };

Deno.test("checkOptimizer() reports what held, what was violated, what was not asked", async () => {
  const report = await checkOptimizer(leaning, few);
  assertEquals([report.id, report.passed], ["leaning", false]);
  assertEquals([report.seed, report.numRuns], [3, 20]);
  assertEquals(
    report.outcomes.map(({ law }) => law),
    allLaws.map(({ name }) => name),
  );
  const of = (law: string) => report.outcomes.find((o) => o.law === law)!;
  assertEquals(of("splitting").outcome, "held");
  assertEquals(of("scale").outcome, "not claimed");
  assertEquals(of("scale").reason, "degree is not among its traits");
  assertEquals(
    of("permuting-parameters").reason,
    "it takes a single parameter",
  );
  assertEquals(of("translation").outcome, "violated");
});

Deno.test("checkOptimizer() shrinks counterexamples to a few short numbers", async () => {
  const { outcomes } = await checkOptimizer(leaning, few);
  const { counterexample } = outcomes.find((o) => o.law === "translation")!;
  const { shapes, weights, gradients } = counterexample!.input as {
    shapes: number[][];
    weights: number[][];
    gradients: number[][][];
  };
  assertEquals([shapes.length, weights[0].length, gradients.length], [1, 1, 1]);
  const [[weight]] = weights;
  assertEquals(gradients, [[[0]]]);
  assert(weight !== 0 && Number.isInteger(weight * 16), `${weight}`);
  assertStringIncludes(
    counterexample!.message,
    `after step 1, parameter 0, element 0: the run at these weights gives ` +
      `${0.75 * weight}, where ${weight} is right`,
  );
});

Deno.test("checkOptimizer() gives the same report from the same seed", async () => {
  const first = await checkOptimizer(leaning, few);
  assertEquals(await checkOptimizer(leaning, few), first);
  const other = await checkOptimizer(leaning, { ...few, seed: 4 });
  assert(JSON.stringify(other.outcomes) !== JSON.stringify(first.outcomes));
  const mine = await checkOptimizer(momentum, { numRuns: 3 });
  assertEquals([mine.seed, mine.passed], [0, true]);
  assertEquals(await checkOptimizer(momentum, { numRuns: 3 }), mine);
});

Deno.test("checkOptimizer() waives with a reason what is violated", async () => {
  const names = (await checkOptimizer(leaning, few)).outcomes
    .filter(({ outcome }) => outcome === "violated").map(({ law }) => law);
  const waive = Object.fromEntries(
    names.map((law) => [law, `as meant: ${law}`]),
  );
  const report = await checkOptimizer(leaning, { ...few, waive });
  assert(report.passed);
  const translation = report.outcomes.find((o) => o.law === "translation")!;
  assertEquals(translation.outcome, "waived");
  assertEquals(translation.reason, "as meant: translation");
  assert(translation.counterexample !== undefined);
  assertStringIncludes(
    reportText(report),
    "waived: translation (as meant: translation)\n  seen: after step 1",
  );
});

Deno.test("checkOptimizer() reports a waived law that holds, or is not asked", async () => {
  for (
    const [law, reason] of [
      ["step-never-grows", "it held, though waived because I say so"],
      [
        "mean-square-in-hull",
        "it is not claimed: meanSquare is not among its " +
        "traits",
      ],
    ]
  ) {
    const report = await checkOptimizer(adagrad, {
      numRuns: 5,
      waive: { [law]: "I say so" },
    });
    assertEquals(report.passed, false);
    const outcome = report.outcomes.find((o) => o.law === law)!;
    assertEquals(outcome.outcome, "needlessly waived");
    assertEquals(outcome.reason, reason);
    assertStringIncludes(
      reportText(report),
      `needlessly waived: ${law} (${reason})`,
    );
  }
});

Deno.test("checkOptimizer() refuses waivers of no law, or without a reason", async () => {
  assertEquals(
    await refusal(adagrad, { waive: { "step-never-grow": "so" } }),
    "TypeError: Cannot check adagrad: it waives step-never-grow, and there is " +
      "no such law; did you mean step-never-grows?",
  );
  for (const reason of ["", "  ", undefined, true] as string[]) {
    assertEquals(
      await refusal(adagrad, { waive: { scale: reason } }),
      "TypeError: Cannot check adagrad: waiving scale needs a reason in words",
    );
  }
});

Deno.test("checkOptimizer() refuses what is no optimizer, seed or number of runs", async () => {
  for (
    const [candidate, text] of [
      [undefined, "undefined"],
      [3, "3"],
      [{}, "an object"],
      [() => adagrad(), "a function"],
      [{ init: 1, update: 2, traits: {} }, "an object"],
    ]
  ) {
    assertEquals(
      await refusal(candidate),
      "TypeError: Cannot check laws: expected an optimizer, a rule or what " +
        `wrap() gives, current value is ${text}`,
    );
  }
  for (const seed of [0.5, NaN, Infinity]) {
    assertEquals(
      await refusal(adagrad, { seed }),
      "RangeError: Cannot check laws: seed must be a whole number, current " +
        `value is ${seed}`,
    );
  }
  for (const numRuns of [0, -1, 1.5, NaN]) {
    assertEquals(
      await refusal(adagrad, { numRuns }),
      "RangeError: Cannot check laws: numRuns must be a whole number of at " +
        `least 1, current value is ${numRuns}`,
    );
  }
});

Deno.test("checkOptimizer() refuses options that belong elsewhere", async () => {
  assertEquals(
    await refusal(adagrad(), { options: { variant: "torch" } }),
    "TypeError: Cannot check adagrad: options must be given to the rule",
  );
  assertEquals(
    await refusal(leaning, { dtype: "float32" }),
    "TypeError: Cannot check leaning: dtype must be given to wrap",
  );
  assertEquals(
    await refusal(adagrad, { options: { learningRate: -1 } }),
    "RangeError: Cannot create adagrad: learningRate must be greater than 0, " +
      "current value is -1",
  );
});

Deno.test("checkOptimizer() tells what an optimizer threw", async () => {
  const throwing = wrap({
    id: "throwing",
    init: () => null,
    update: (): { params: number[]; state: null } => {
      throw new RangeError("no more");
    },
  });
  const { outcomes } = await checkOptimizer(throwing, { numRuns: 2 });
  const { counterexample } = outcomes.find((o) => o.law === "determinism")!;
  assertEquals(counterexample!.message, "it threw RangeError: no more");
});

Deno.test("checkOptimizer() asks more of a rule than of its optimizer", async () => {
  const outcomeOf = async (optimizer: Lawful, law: string) => {
    const { outcomes } = await checkOptimizer(optimizer, { numRuns: 2 });
    return outcomes.find((o) => o.law === law)!;
  };
  const law = "momentum-without-inertia";
  assertEquals((await outcomeOf(momentum, law)).outcome, "held");
  assertEquals(
    (await outcomeOf(momentum({ momentum: 0 }), law)).outcome,
    "held",
  );
  const outcome = await outcomeOf(momentum(), law);
  assertEquals(outcome.outcome, "not claimed");
  assertEquals(
    outcome.reason,
    "it is asked at momentum = 0, this one has 0.9 and cannot be made anew " +
      "(give the rule, or with)",
  );
  assertEquals(
    (await outcomeOf(adam(), "scale")).reason,
    "it is asked at epsilon = 0, this one has 1e-8 and cannot be made anew " +
      "(give the rule, or with)",
  );
});

Deno.test("laws() leaves out what a schedule makes unknown, and reads a tensor", () => {
  const why = (optimizer: Lawful) =>
    Object.fromEntries(
      laws(optimizer).map(({ name, unclaimed }) => [name, unclaimed]),
    );
  const scheduled = why(rmsprop({ learningRate: (t) => t.mul(0.1) }));
  assertEquals(scheduled["closed-form"], "learningRate follows a schedule");
  assertEquals(
    scheduled["mean-square-in-hull"],
    "it needs a constant learning rate",
  );
  const growing = why(adagrad({ learningRate: (t) => t.mul(0.1) }));
  assertEquals(growing["step-never-grows"], "learningRate follows a schedule");
  const held = why(rmsprop({ learningRate: scalar(0.1) }));
  assertEquals(held["closed-form"], undefined);
});

Deno.test("assertOptimizer() throws the report as text", async () => {
  await assertOptimizer(momentum, { numRuns: 2 });
  const error = await assertRejects(() => assertOptimizer(leaning, few), Error);
  assertStrictEquals(
    (error as Error).message,
    reportText(await checkOptimizer(leaning, few)),
  );
});

Deno.test("reportText() shows law, domain, source, counterexample and what is right", async () => {
  const text = reportText(await checkOptimizer(leaning, few));
  const { statement, domain, source } = allLaws.find(({ name }) =>
    name === "translation"
  )!;
  for (
    const part of [
      "leaning: 1 violated, 0 needlessly waived, 0 waived, ",
      "(seed 3, 20 runs a law)",
      "violated: translation\n",
      `  law: ${statement}\n`,
      `  domain: ${domain}\n`,
      `  source: ${source}\n`,
      "  seen: after step 1, parameter 0, element 0: ",
      "  counterexample: { shapes: [[1]], weights: [[",
      "held: ",
      "not claimed: scale (degree is not among its traits)\n",
      "not claimed, of other rules: adabelief-without-inertia, ",
    ]
  ) assertStringIncludes(text, part);
  const words = text.split("\n").filter((line) =>
    /it is (not|none)/.test(line)
  );
  assertEquals(words, []);
});

Deno.test("every law has a name of its own, and words", () => {
  const names = allLaws.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  for (const law of allLaws) {
    assert(/^[a-z]+(-[a-z]+)*$/.test(law.name), law.name);
    for (const words of [law.statement, law.domain, law.traits, law.source]) {
      assert(words.length > 2, law.name);
    }
    assert(law.statement.endsWith("."), law.name);
  }
  assertThrows(() => laws(undefined as never), TypeError);
});
