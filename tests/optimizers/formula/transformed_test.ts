/** Formulas of what is around a rule, held against the steps themselves. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  accumulateGradients,
  adam,
  adaptiveGradientClipping,
  chain,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  constant,
  cosineDecay,
  exponentialAverage,
  exponentialDecay,
  formula,
  gradientCentralization,
  gradientDescent,
  gradientNoise,
  key,
  keyOf,
  linearWarmup,
  lookahead,
  masked,
  momentum,
  type Optimizer,
  parameterGroups,
  polyakAverage,
  reduceOnPlateau,
  rmsprop,
  sharpnessAware,
  type Slot,
  stepDecay,
  type Tensor,
  tensor,
  weightDecay,
} from "../../../mod.ts";
import { check } from "../../support/property.ts";
import { evaluateEquations, type Numbers, type Open } from "./evaluate.ts";

/** Numbers to make optimizers of: two above 0, a fraction, two counts. */
interface Draws {
  readonly a: number;
  readonly b: number;
  readonly part: number;
  readonly n: number;
  readonly k: number;
}

const positive = fc.double({ min: 0.05, max: 2, noNaN: true });
const draws: fc.Arbitrary<Draws> = fc.record({
  a: positive,
  b: positive,
  part: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  n: fc.integer({ min: 1, max: 4 }),
  k: fc.integer({ min: 1, max: 5 }),
});

const rate = 0.125;
const descent = () => gradientDescent({ learningRate: rate });
const noise = key(3);

const cases: Record<string, (draws: Draws) => Optimizer<Slot>> = {
  clipByValue: ({ a }) => chain(clipByValue(a), momentum()),
  clipByNorm: ({ a }) => chain(clipByNorm(a), momentum()),
  clipByGlobalNorm: ({ a }) => chain(momentum(), clipByGlobalNorm(a)),
  weightDecay: ({ a, b }) => chain(weightDecay(a), adam(), weightDecay(b)),
  adaptiveGradientClipping: ({ a, b }) =>
    chain(adaptiveGradientClipping({ clipping: a, epsilon: b }), rmsprop()),
  gradientCentralization: () => chain(gradientCentralization(), momentum()),
  gradientNoise: ({ a, b }) =>
    chain(gradientNoise({ key: noise, variance: a, decay: b }), momentum()),
  lookahead: ({ k, part }) =>
    chain(adam(), lookahead({ steps: k, slowStepSize: part })),
  exponentialAverage: ({ part }) =>
    chain(momentum(), exponentialAverage({ decay: part })),
  polyakAverage: ({ k }) => chain(momentum(), polyakAverage({ start: k })),
  reduceOnPlateau: ({ a, b, part, n, k }) =>
    chain(
      momentum(),
      reduceOnPlateau({
        factor: part,
        patience: n,
        threshold: part,
        absoluteThreshold: b,
        cooldown: k,
        minScale: a / 100,
      }),
    ),
  masked: ({ a }) => chain(momentum(), masked(weightDecay(a), () => true)),
  "masked, averaged": ({ part }) =>
    chain(momentum(), masked(exponentialAverage({ decay: part }), () => true)),
  accumulateGradients: ({ k, a }) =>
    accumulateGradients(chain(clipByGlobalNorm(a), adam()), { steps: k }),
  sharpnessAware: ({ a }) => sharpnessAware(momentum(), { radius: a }),
  parameterGroups: ({ a, part }) =>
    parameterGroups({
      others: momentum({ learningRate: a }),
      own: chain(momentum({ learningRate: a, momentum: part }), weightDecay(a)),
    }, () => "own"),
  "a chain in a chain": ({ a, b, part, k }) =>
    chain(
      weightDecay(a),
      chain(clipByGlobalNorm(b), momentum(), exponentialAverage()),
      lookahead({ steps: k }),
      exponentialAverage({ decay: part }),
    ),
  "a schedule in a chain": ({ a, b, part, k }) =>
    chain(
      clipByValue(exponentialDecay({ learningRate: a, decay: part, steps: k })),
      momentum({ learningRate: cosineDecay({ learningRate: b, steps: k }) }),
      weightDecay(linearWarmup(
        stepDecay({ learningRate: b, decay: part, steps: k }),
        { steps: k },
      )),
    ),
  "a schedule that stays": ({ a }) =>
    chain(descent(), weightDecay(constant({ learningRate: a }))),
  "accumulated under a schedule": ({ a, part, k }) =>
    accumulateGradients(
      momentum({
        learningRate: exponentialDecay({ learningRate: a, decay: part }),
      }),
      { steps: k },
    ),
};

const numbers = (x: Tensor): Numbers => [...x.toTypedArray()] as number[];

/** The tensors of a state by their names in formulas. */
function named(state: object, at: string): Record<string, Numbers> {
  const found: Record<string, Numbers> = {};
  const visit = (tree: object): void => {
    for (const name of Object.keys(tree).sort()) {
      const inner = (tree as Record<string, Tensor | object>)[name];
      if (name === "count") continue;
      if (!("toTypedArray" in inner)) visit(inner);
      else {
        let free = name;
        while (`${free}${at}` in found) free += "′";
        found[`${free}${at}`] = numbers(inner);
      }
    }
  };
  visit(state);
  return found;
}

/** ∇f where gradients are asked for elsewhere. */
const slope = (w: number) => 2 * w - 1;

/** A step, and what the printed equations make of what it begins with. */
function assertRuns(optimizer: Optimizer<Slot>, gradients: number[][]): void {
  const { start, equations, hyperparameters, text } = formula(optimizer, [3]);
  const symbols: Record<string, Numbers> = {};
  for (const { symbol, value } of hyperparameters) {
    if (symbol !== undefined && value !== undefined) symbols[symbol] = [value];
  }
  const assertNear = (
    found: Readonly<Record<string, Numbers>>,
    right: Readonly<Record<string, Numbers>>,
  ) => {
    for (const [name, values] of Object.entries(right)) {
      if (found[name] === undefined) continue; // it stays what it is
      values.forEach((value, i) => {
        const own = found[name].length === 1 ? found[name][0] : found[name][i];
        // Fewer than 100 roundings of 2⁻⁵³, made at most 100 times greater by
        // divisions by 1 − βᵗ, of numbers below 10 beside those compared.
        const near =
          Math.abs(own - value) <= 1e-11 * Math.max(1, Math.abs(value));
        assert(
          near || Object.is(own, value),
          `${name} is ${own} by the formula for ${value}\n${text}`,
        );
      });
    }
  };
  let params = tensor([1, -2, 0.5]);
  let state = optimizer.init(params);
  assertNear(
    evaluateEquations(start.map(({ text }) => text), {
      ...symbols,
      "w₀": numbers(params),
    }),
    named(state, "₀"),
  );
  for (const [i, g] of gradients.entries()) {
    const t = i + 1;
    const loss = params.square().sum().add(g[0]);
    const drawn = keyOf(
      noise.fold("gradient noise").bits.add(tensor([0, t], "uint32")),
    ).fold("").normal([3]);
    const open: Open = {
      f: () => [loss.item()],
      n: () => numbers(drawn),
      "∇f": (w) => w.map(slope),
    };
    const next = optimizer.update(tensor(g), state, params, {
      loss,
      gradient: (w: Tensor) => w.mul(2).sub(1),
    });
    const found = evaluateEquations(
      equations.map(({ text }) => text),
      {
        ...symbols,
        ...named(state, "_{t−1}"),
        "w_{t−1}": numbers(params),
        g_t: g,
        t: [t],
      },
      open,
    );
    assertNear(found, {
      ...named(next.state, "_t"),
      w_t: numbers(next.params),
    });
    ({ params, state } = next);
  }
}

/** Zeros among them; the others have squares. */
const elements = fc.double({ min: -3, max: 3, noNaN: true })
  .map((x) => Math.abs(x) < 1e-3 ? 0 : x);
const gradients = fc.array(
  fc.array(elements, { minLength: 3, maxLength: 3 }),
  { minLength: 1, maxLength: 7 },
);

for (const [name, make] of Object.entries(cases)) {
  Deno.test(`formula() of ${name} says what runs`, () => {
    check(
      fc.property(draws, gradients, (own, gradients) => {
        assertRuns(make(own), gradients);
      }),
      { numRuns: 20 },
    );
  });

  Deno.test(`formula() of ${name} has symbols, not numbers`, () => {
    check(
      fc.property(draws, draws, (one, other) => {
        const [a, b] = [one, other].map((own) => formula(make(own)));
        assertEquals(a.latex, b.latex);
        assertEquals(
          a.equations.map(({ text }) => text),
          b.equations.map(({ text }) => text),
        );
        const used = a.hyperparameters.flatMap(({ symbol }) => symbol ?? []);
        assertEquals(new Set(used).size, used.length);
      }),
      { numRuns: 10 },
    );
  });
}
