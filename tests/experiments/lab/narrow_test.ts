import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  adagrad,
  contestant,
  gradientDescent,
  momentum,
  narrow,
  type Narrowing,
  rmsprop,
} from "../../../mod.ts";
import {
  contestantsNamed,
  variantNames,
} from "../../../experiments/lab/narrow.ts";
import { runStudy } from "../../../experiments/lab/run_study.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import { check } from "../../support/property.ts";
import { bowl, noData, study } from "../support/studies.ts";

const problems = [bowl("b"), bowl("a")];
const whole = study({
  problems,
  optimizers: [
    contestant(momentum, { momentum: 0.75 }),
    contestant(adagrad),
    contestant(adagrad, { variant: "keras" }),
    { ...contestant(rmsprop), id: "own" },
  ],
  grid: { learningRate: [0.01, 0.03, 0.1, 0.3, 1] },
  seeds: 3,
  steps: 120,
});
const ids = (names: string[]) =>
  contestantsNamed(whole, names).map(({ id }) => id);

Deno.test("narrow() leaves a study as it is where nothing is said", () => {
  assertEquals(narrow(whole), whole);
  assertEquals(narrow(whole, {}), whole);
  assertEquals(narrow(whole, { quick: false }), whole);
});

Deno.test("narrow() changes the number of seeds alone", () => {
  for (const seeds of [1, 2, 3, 7]) {
    assertEquals(narrow(whole, { seeds }), { ...whole, seeds });
  }
});

Deno.test("narrow() refuses a number of seeds that is none", () => {
  for (const seeds of [0, -1, 1.5, NaN]) {
    assertThrows(
      () => narrow(whole, { seeds }),
      RangeError,
      "seeds must be a whole number greater than 0",
    );
  }
});

Deno.test("narrow() changes the optimizers alone", () => {
  const narrowed = narrow(whole, { optimizers: ["adagrad", "momentum"] });
  const [first, second] = whole.optimizers;
  assertEquals(narrowed, { ...whole, optimizers: [first, second] });
  // The study's own contestants, with what is fixed in them.
  assertStrictEquals(narrowed.optimizers[0], first);
});

Deno.test("narrow() refuses optimizers that a study does not have", () => {
  assertThrows(
    () => narrow(whole, { optimizers: ["sgd", "gradient-descent"] }),
    RangeError,
    "Cannot narrow study some-study: it has none of the optimizers " +
      '["sgd","gradient-descent"]',
  );
});

Deno.test("narrow() quickly leaves few seeds, values and steps", () => {
  const quick = narrow(whole, { quick: true });
  assertEquals(quick, {
    ...whole,
    seeds: 2,
    steps: 100,
    grid: { learningRate: [0.01, 0.1, 1] },
  });
  const small = study({ grid: { learningRate: [1, 2] }, seeds: 1, steps: 5 });
  assertEquals(narrow(small, { quick: true }), small);
  assertEquals(narrow(whole, { quick: true, seeds: 5 }).seeds, 5);
});

Deno.test("narrow() quickly spreads three values over a grid of any length", () => {
  check(fc.property(fc.integer({ min: 3, max: 50 }), (length) => {
    const values = Array.from({ length }, (_, i) => i);
    const long = study({ grid: { learningRate: values, momentum: [7] } });
    const { learningRate, momentum } = narrow(long, { quick: true }).grid;
    assertEquals(momentum, [7]);
    // One in each third, the second in the middle.
    const thirds = learningRate.map((i) => Math.floor(3 * (i + 0.5) / length));
    assertEquals(thirds, [0, 1, 2]);
    assertEquals(learningRate[1], Math.floor(length / 2));
  }));
});

Deno.test("narrow() gives a trial the identity and record that it has in the whole", async () => {
  const { trials } = await runStudy(whole, noData);
  const records = new Map(trials.map((trial) => [trial.cell.id, trial]));
  const names = whole.optimizers.map(({ id }) => id);
  const part: fc.Arbitrary<Narrowing> = fc.record({
    seeds: fc.integer({ min: 1, max: 3 }),
    optimizers: fc.subarray(names, { minLength: 1 }),
  });
  await check(
    fc.asyncProperty(part, async (narrowing) => {
      const narrowed = await runStudy(narrow(whole, narrowing), noData);
      const { seeds = 0, optimizers = [] } = narrowing;
      assertEquals(
        narrowed.trials.map(({ cell }) => cell.id),
        trials.map(({ cell }) => cell).filter(({ seed, optimizer }) =>
          seed < seeds && optimizers.includes(optimizer.id)
        ).map(({ id }) => id),
      );
      for (const trial of narrowed.trials) {
        assertEquals(trial, records.get(trial.cell.id));
      }
    }),
    { numRuns: 4 },
  );
});

Deno.test("narrow() to more seeds keeps those that there are", () => {
  const more = enumerateCells(narrow(whole, { seeds: 5 }), problems);
  assertEquals(
    more.filter(({ seed }) => seed < 3).map(({ id }) => id),
    enumerateCells(whole, problems).map(({ id }) => id),
  );
});

Deno.test("contestantsNamed() keeps the order of the study, variants after", () => {
  assertEquals(ids(["own", "adagrad/keras", "momentum"]), [
    "momentum",
    "adagrad/keras",
    "own",
  ]);
  assertEquals(ids(["adagrad/torch", "own", "adagrad/optax"]), [
    "own",
    "adagrad/torch",
    "adagrad/optax",
  ]);
});

Deno.test("contestantsNamed() makes the variant that is asked for", () => {
  const [torch] = contestantsNamed(whole, ["adagrad/torch"]);
  const made = torch.create({ learningRate: 0.5 });
  const rule = adagrad({ variant: "torch", learningRate: 0.5 });
  assertEquals([made.id, made.hyperparameters], [
    "adagrad/torch",
    rule.hyperparameters,
  ]);
});

Deno.test("contestantsNamed() takes the default variant by its name for the study's own", () => {
  assertEquals(ids(["momentum/lecture", "momentum"]), ["momentum"]);
  const [own] = contestantsNamed(whole, ["momentum/lecture"]);
  assertStrictEquals(own, whole.optimizers[0]);
});

Deno.test("contestantsNamed() knows the plain rule where a study has a variant of it", () => {
  const keras = study({
    optimizers: [contestant(adagrad, { variant: "keras" })],
  });
  assertEquals(
    contestantsNamed(keras, ["adagrad"]).map(({ id }) => id),
    ["adagrad"],
  );
});

Deno.test("contestantsNamed() finds nothing that the study's rules do not have", () => {
  const names = ["rmsprop", "adagrad/no", "adagrad/", "", "/", "own/lecture"];
  assertEquals(ids([...names, "adagrad/keras/x", "gradient-descent"]), []);
});

Deno.test("variantNames() names the variants of the study's rules", () => {
  const names = variantNames(study({
    optimizers: [contestant(gradientDescent), contestant(adagrad)],
  }));
  assertEquals(names.includes("adagrad/keras"), true);
  assertEquals(names.includes("gradient-descent/lecture"), true);
  assertEquals(names.some((name) => name.startsWith("momentum")), false);
});
