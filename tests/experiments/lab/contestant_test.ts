import { assertEquals, assertThrows } from "@std/assert";
import {
  contestant,
  defineOptimizer,
  gradientDescent,
  momentum,
  positive,
  type Rule,
} from "../../../mod.ts";

interface Options {
  readonly variant?: string;
  readonly learningRate?: number;
  readonly scale?: number;
}

const hyperparameter = { default: 1, range: positive, symbol: "η", doc: "" };

/** A rule with two variants and a revision. */
const scaled: Rule<Options, Record<never, never>> = defineOptimizer({
  id: "scaled",
  revision: 3,
  family: "plain",
  hyper: { learningRate: hyperparameter, scale: hyperparameter },
  variants: { paper: {}, double: { scale: 2 } },
  traits: { coordinatewise: true },
  cite: [],
  init: () => ({}),
  step: ({ g, state }, { learningRate, scale }) => ({
    step: learningRate.mul(scale).mul(g),
    state,
  }),
});

Deno.test("contestant() has the rule's name and revision", () => {
  const { id, revision } = contestant(scaled);
  assertEquals({ id, revision }, { id: "scaled", revision: 3 });
  assertEquals(contestant(gradientDescent).revision, 1);
});

Deno.test("contestant() names a variant and takes its defaults", () => {
  const double = contestant(scaled, { variant: "double" });
  assertEquals(double.id, "scaled/double");
  assertEquals(double.create({ learningRate: 0.5 }).hyperparameters, {
    learningRate: 0.5,
    scale: 2,
  });
  assertEquals(contestant(scaled, { variant: "paper" }).id, "scaled");
});

Deno.test("contestant() fixes what the grid does not give", () => {
  const heavy = contestant(momentum, { momentum: 0.99, learningRate: 7 });
  const { hyperparameters: fixed } = momentum();
  assertEquals(heavy.create({ learningRate: 0.5 }).hyperparameters, {
    ...fixed,
    learningRate: 0.5,
    momentum: 0.99,
  });
  assertEquals(heavy.create({}).hyperparameters, {
    ...fixed,
    learningRate: 7,
    momentum: 0.99,
  });
});

Deno.test("contestant() refuses a variant, a hyperparameter and a value that the rule lacks", () => {
  assertThrows(
    () => contestant(scaled, { variant: "duoble" }),
    TypeError,
    "it has no variant duoble; did you mean double?",
  );
  const typo = { momentun: 0.9 } as Record<string, number>;
  assertThrows(
    () => contestant(momentum, typo),
    TypeError,
    "it has no hyperparameter momentun; did you mean momentum?",
  );
  assertThrows(
    () => contestant(momentum).create({ learningRat: 1 }),
    TypeError,
    "it has no hyperparameter learningRat; did you mean learningRate?",
  );
  assertThrows(() => contestant(momentum, { momentum: 1 }), RangeError);
  assertThrows(
    () => contestant(momentum).create({ learningRate: 0 }),
    RangeError,
    "learningRate must be greater than 0, current value is 0",
  );
});

Deno.test("contestant() refuses what is not a rule", () => {
  const made: unknown = momentum();
  for (const [rule, text] of [[made, "an object"], [() => 1, "a function"]]) {
    assertThrows(
      () => contestant(rule as typeof momentum),
      TypeError,
      `Cannot make a contestant: expected a rule, such as adam, current value is ${text}`,
    );
  }
});
