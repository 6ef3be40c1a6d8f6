import { assert } from "@std/assert";
import * as fc from "fast-check";
import {
  chain,
  clipByGlobalNorm,
  clipByValue,
  constant,
  cosineDecay,
  cosineRestarts,
  exponentialDecay,
  formula,
  type Hyperparameter,
  type HyperparameterValue,
  joinSchedules,
  linearWarmup,
  linearWarmupDecay,
  momentum,
  oneCycle,
  type Optimizer,
  polynomialDecay,
  type Rule,
  type RuleOptions,
  rules,
  scalar,
  type Slot,
  stepDecay,
  type Tensor,
  tensor,
  warmupStableDecay,
  weightDecay,
} from "../../../mod.ts";
import { sharedOf } from "../../../optimizers/optimizer.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { evaluateEquations, type Numbers } from "./evaluate.ts";
import {
  amsgradLike,
  averaging,
  normalized,
  odd,
  signDescent,
} from "./own_rules.ts";

/** The name of a slot; `g` and `w` are those of gradient and weights. */
const slot = (key: string) => /^[gw]$/.test(key) ? `${key}′` : key;

const numbers = (x: Tensor): Numbers => [...x.toTypedArray()];

/** Starts and lengths of cycles twice as long each time, which a formula holds. */
const cycles: Record<string, Numbers> = {
  C1: Array.from({ length: 53 }, (_, i) => 2 ** i - 1),
  C2: Array.from({ length: 53 }, (_, i) => 2 ** i),
};

/** One step from given numbers, by the optimizer and by its printed formula. */
function assertAgrees(
  optimizer: Optimizer<Slot>,
  { w, g, slots, t }: Point,
): void {
  const start = optimizer.init(tensor(w));
  // Mean squares are well above the squared means that one rule subtracts.
  const isSquare = (key: string) =>
    /^[hvu]/.test(key) || key === "s" && optimizer.id.startsWith("adabelief");
  const kept = Object.fromEntries(
    Object.entries(start.slots).map(([key, { rank }], i) => {
      const drawn = slots[i % slots.length];
      // One number for all coordinates is a product of shares.
      return [
        key,
        rank === 0
          ? tensor(1 / (2 + Math.abs(drawn[0])))
          : tensor(drawn.map((x) => isSquare(key) ? 101 + x : x)),
      ];
    }),
  );
  const shared = sharedOf(start);
  const state = { ...start, count: scalar(t - 1), slots: kept };
  const { params, state: next } = optimizer.update(tensor(g), state, tensor(w));
  const printed = formula(optimizer, [3]);
  const given: Record<string, Numbers> = {
    ...cycles,
    t: [t],
    g_t: g,
    "w_{t−1}": w,
  };
  for (const [key, x] of Object.entries(kept)) {
    given[`${slot(key)}_{t−1}`] = numbers(x);
  }
  for (const [key, x] of Object.entries(shared)) {
    given[`${slot(key)}_{t−1}`] = numbers(x);
  }
  for (const { symbol, value } of printed.hyperparameters) {
    if (symbol !== undefined && value !== undefined) given[symbol] = [value];
  }
  const found = evaluateEquations(
    printed.equations.map(({ text }) => text),
    given,
  );
  const expected = [next.slots, sharedOf(next)].flatMap(Object.entries)
    .map(([key, x]): [string, Tensor] => [slot(key), x]);
  for (const [name, x] of [["w", params] as const, ...expected]) {
    const values = found[`${name}_t`];
    if (values === undefined) continue; // it stays what it is
    numbers(x).forEach((right, i) => {
      const value = values.length === 1 ? values[0] : values[i];
      // Fewer than 50 roundings of 2⁻⁵³, each of which the divisions by
      // 1 − βᵗ ≥ 0.01, of m and of v, make at most 100 times greater.
      const scale = Math.max(1, Math.abs(right), Math.abs(w[i]));
      assert(
        Math.abs(value - right) <= 1e-12 * scale,
        `${optimizer.id}: ${name}_t is ${value} by the formula for ${right} ` +
          `at ${JSON.stringify({ w, g, slots, t })}\n${printed.text}`,
      );
    });
  }
}

interface Point {
  readonly w: number[];
  readonly g: number[];
  readonly slots: number[][];
  readonly t: number;
}

/** Weights, gradients (zeros among them) and slots of three numbers each. */
function points(): fc.Arbitrary<Point> {
  const three = fc.array(moderateDouble(), { minLength: 3, maxLength: 3 });
  return fc.record({
    w: three,
    g: fc.oneof(three, fc.constant<number[]>([0, -3, 1])),
    slots: fc.array(three, { minLength: 4, maxLength: 4 }),
    t: fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 500 })),
  });
}

/** Values in the ranges of a table, 0 among them where they may be. */
function values(
  table: Readonly<Record<string, Hyperparameter>>,
): fc.Arbitrary<Record<string, number>> {
  return fc.record(
    Object.fromEntries(
      Object.entries(table).map(([name, { range }]) => {
        const most = range.contains(2) ? 2 : 0.99;
        const whole = !range.contains(0.5);
        const some = whole
          ? fc.integer({ min: 1, max: 4 })
          : fc.double({ min: 0.01, max: most, noNaN: true });
        return [
          name,
          range.contains(0) ? fc.oneof(some, fc.constant(0)) : some,
        ];
      }),
    ),
  );
}

/** What a formula says of f and of powers of matrices has no value here. */
const computable = rules.filter(({ id, definition }) =>
  definition.needs === undefined && id !== "shampoo"
) as readonly Rule<RuleOptions, Slot>[];

for (const rule of computable) {
  for (const variant of Object.keys(rule.definition.variants)) {
    Deno.test(`formula() of ${rule.id}/${variant} says what runs`, () => {
      check(
        fc.property(
          points(),
          (point) => assertAgrees(rule({ variant }), point),
        ),
        { numRuns: 10 },
      );
      check(
        fc.property(
          points(),
          values(rule.definition.hyper),
          (point, hyper) => assertAgrees(rule({ variant, ...hyper }), point),
        ),
        { numRuns: 40 },
      );
    });
  }
}

const way = { learningRate: 0.1, finalLearningRate: 0.02, steps: 20 };

const schedules: Record<string, HyperparameterValue> = {
  constant: constant({ learningRate: 0.3 }),
  cosineDecay: cosineDecay(way),
  cosineRestarts: cosineRestarts(way),
  "growing cosineRestarts": cosineRestarts({ ...way, stepsFactor: 2 }),
  exponentialDecay: exponentialDecay({ learningRate: 0.1, decay: 0.9 }),
  stepDecay: stepDecay({ learningRate: 0.1, decay: 0.5, steps: 3 }),
  linearWarmup: linearWarmup(0.3, { steps: 7 }),
  linearWarmupDecay: linearWarmupDecay({
    learningRate: 0.1,
    finalLearningRate: 0.02,
    warmupSteps: 7,
    decaySteps: 20,
  }),
  "linearWarmup of another": linearWarmup(cosineDecay(way), { steps: 7 }),
  oneCycle: oneCycle({ learningRate: 0.1, steps: 20 }),
  "oneCycle in lines": oneCycle({
    learningRate: 0.1,
    steps: 20,
    warmupSteps: 3,
    form: "linear",
  }),
  polynomialDecay: polynomialDecay(way),
  "a curved polynomialDecay": polynomialDecay({ ...way, power: 0.5 }),
  ...Object.fromEntries(
    (["linear", "cosine", "root"] as const).map((form) => [
      `warmupStableDecay, ${form}`,
      warmupStableDecay({
        learningRate: 0.1,
        finalLearningRate: 0.02,
        warmupSteps: 3,
        stableSteps: 4,
        decaySteps: 20,
        form,
      }),
    ]),
  ),
  joinSchedules: joinSchedules([
    { rate: 0.5, steps: 2 },
    { rate: stepDecay({ learningRate: 0.1, steps: 2 }), steps: 8 },
    { rate: cosineDecay(way) },
  ]),
  "a schedule of a schedule": exponentialDecay({
    learningRate: cosineDecay(way),
    decay: 0.9,
    steps: 3,
  }),
  identity: (t) => t.mul(0.25),
};

for (const [name, learningRate] of Object.entries(schedules)) {
  Deno.test(`formula() of a rate by ${name} says what runs`, () => {
    check(
      fc.property(
        points(),
        (point) => assertAgrees(momentum({ learningRate }), point),
      ),
    );
  });
}

const own: Record<string, Optimizer<Slot>> = {
  odd: odd(),
  averaging: averaging(),
  clippedByValue: chain(clipByValue(0.5), momentum(), weightDecay(0.25)),
  clippedByNorm: chain(clipByGlobalNorm(0.5), momentum({ variant: "torch" })),
  signDescent: signDescent({ learningRate: 0.5 }),
  normalized: normalized(),
  amsgradLike: amsgradLike({ beta: 0.75 }),
  tensor: momentum({ learningRate: scalar(0.5) }),
};

for (const [name, optimizer] of Object.entries(own)) {
  Deno.test(`formula() of one's own rule ${name} says what runs`, () => {
    check(fc.property(points(), (point) => assertAgrees(optimizer, point)));
  });
}
