import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  adagrad,
  defineOptimizer,
  fraction,
  gradientDescent,
  type HyperparameterValue,
  momentum,
  nonNegative,
  positive,
  rmsprop,
  type Rule,
  rules,
  scalar,
  type Tensor,
  tensor,
  zerosLike,
} from "../../mod.ts";

/** Asserts that a call throws an error with exactly this message. */
function assertRefused(
  call: () => unknown,
  kind: new (...args: never[]) => Error,
  message: string,
): void {
  const error = assertThrows(call, kind as ErrorConstructor);
  assertStrictEquals((error as Error).message, message);
}

/** A learning rate and a momentum, with two sets of defaults. */
interface TwoSlotsOptions {
  readonly variant?: string;
  readonly learningRate?: HyperparameterValue;
  readonly decay?: HyperparameterValue;
}

/** A rule of a user's own: steps along a mean, scaled by a greatest gradient. */
const twoSlots: Rule<TwoSlotsOptions, { mean: Tensor; greatest: Tensor }> =
  defineOptimizer({
    id: "two-slots",
    family: "both",
    hyper: {
      learningRate: {
        default: 0.5,
        range: positive,
        symbol: "η",
        doc: "the size",
      },
      decay: { default: 0.5, range: fraction, symbol: "ρ", doc: "the decay" },
    },
    variants: { paper: {}, slow: { learningRate: 0.25, decay: 0.75 } },
    traits: { coordinatewise: true },
    cite: ["nobody (2026)"],
    init: (w) => ({ mean: zerosLike(w), greatest: w.mul(0) }),
    step: ({ g, w, state, t }, { learningRate, decay }) => {
      const mean = decay.mul(state.mean).add(g.mul(decay));
      const greatest = state.greatest.maximum(g.abs());
      const step = learningRate.mul(mean).divideOrZero(greatest);
      return {
        step: step.add(w.mul(t).mul(0.125)),
        state: { mean, greatest },
      };
    },
  });

interface Layer {
  weight: Tensor;
  bias: Tensor;
}

interface Network {
  layers: [Layer, Layer];
  scale: Tensor;
}

Deno.test("defineOptimizer() lifts a rule with two slots to a user's interface", () => {
  const network = (numbers: number[]): Network => ({
    layers: [
      {
        weight: tensor([[numbers[0], numbers[1]]]),
        bias: tensor([numbers[2]]),
      },
      { weight: tensor([[numbers[3]]]), bias: tensor([]) },
    ],
    scale: tensor(numbers[4], "float32"),
  });
  const optimizer = twoSlots();
  const start = network([0, 1, 2, 4, -8]);
  const state = optimizer.init(start);
  const first: { params: Network } = optimizer.update(
    network([4, -4, 0, 2, -16]),
    state,
    start,
  );
  // The mean is g/2, the greatest |g|, so that the step is ±1/4 + w/8.
  assertEquals(first.params.layers[0].weight.toArray(), [[-0.25, 1.125]]);
  assertEquals(first.params.layers[0].bias.toArray(), [1.75]);
  assertEquals(first.params.layers[1].weight.toArray(), [[3.25]]);
  assertEquals(first.params.layers[1].bias.toArray(), []);
  assertEquals(first.params.scale.item(), -6.75);
  assertEquals(first.params.scale.dtype, "float32");
  const second = optimizer.update(
    network([0, 8, 1, 0, 0]),
    optimizer.update(network([4, -4, 0, 2, -16]), state, start).state,
    start,
  );
  const { mean, greatest } = second.state.slots.layers[0].weight;
  assertEquals(mean.toArray(), [[1, 3]]);
  assertEquals(greatest.toArray(), [[4, 8]]);
  assertEquals(second.state.slots.scale.mean.item(), -4);
  // In step 2 the part of w is 2/8.
  assertEquals(second.params.layers[0].weight.toArray(), [[
    -0.125,
    1 - 1.5 / 8 - 0.25,
  ]]);
});

Deno.test("defineOptimizer() takes the first variant by default and names others", () => {
  const rate = (options?: TwoSlotsOptions) => {
    const optimizer = twoSlots(options);
    return [optimizer.id, ...Object.values(optimizer.hyperparameters)];
  };
  assertEquals(rate(), ["two-slots", 0.5, 0.5]);
  assertEquals(rate({ variant: "paper" }), ["two-slots", 0.5, 0.5]);
  assertEquals(rate({ variant: "slow" }), ["two-slots/slow", 0.25, 0.75]);
  assertEquals(
    rate({ variant: "slow", learningRate: 3 }),
    ["two-slots/slow", 3, 0.75],
  );
  assertEquals(
    rate({ variant: undefined, learningRate: undefined, decay: 0 }),
    ["two-slots", 0.5, 0],
  );
  assertEquals(twoSlots.id, "two-slots");
  assertEquals(Object.keys(twoSlots.definition.variants), ["paper", "slow"]);
});

Deno.test("defineOptimizer() refuses a definition without a variant", () => {
  assertRefused(
    () =>
      defineOptimizer<TwoSlotsOptions, { mean: Tensor; greatest: Tensor }>({
        ...twoSlots.definition,
        variants: {},
      }),
    TypeError,
    "Cannot define two-slots: it must have a variant",
  );
});

Deno.test("the lecture's rules refuse learning rates that are not positive", () => {
  for (const rule of rules) {
    for (
      const [rate, text] of [
        [0, "0"],
        [-0, "0"],
        [-1, "-1"],
        [NaN, "NaN"],
        [Infinity, "Infinity"],
        [-Infinity, "-Infinity"],
      ]
    ) {
      assertRefused(
        () => rule({ learningRate: rate }),
        RangeError,
        `Cannot create ${rule.id}: learningRate must be ` +
          `${rate === Infinity ? "finite and " : ""}greater than 0, ` +
          `current value is ${text}`,
      );
    }
    rule({ learningRate: Number.MIN_VALUE });
    rule({ learningRate: Number.MAX_VALUE });
  }
});

Deno.test("momentum() and rmsprop() refuse factors outside [0, 1)", () => {
  for (const value of [1, -1e-300, 1.5, NaN, Infinity]) {
    const end = `must be in [0, 1), current value is ${value}`;
    assertRefused(
      () => momentum({ momentum: value }),
      RangeError,
      `Cannot create momentum: momentum ${end}`,
    );
    assertRefused(
      () => rmsprop({ decay: value }),
      RangeError,
      `Cannot create rmsprop: decay ${end}`,
    );
  }
  for (const value of [0, -0, 1 - 2 ** -53]) {
    momentum({ momentum: value });
    rmsprop({ decay: value });
  }
});

Deno.test("nonNegative is the finite numbers from 0 on", () => {
  assertEquals(
    [0, -0, 5e-324, 1e308, -5e-324, NaN, Infinity].map(nonNegative.contains),
    [true, true, true, true, false, false, false],
  );
  assertEquals(nonNegative.text, "at least 0");
});

Deno.test("rules refuse hyperparameters that they don't have", () => {
  assertRefused(
    () => adagrad({ lerningRate: 1 } as never),
    TypeError,
    "Cannot create adagrad: it has no hyperparameter lerningRate; did you " +
      "mean learningRate?",
  );
  assertRefused(
    () => momentum({ epsilon: 1e-8 } as never),
    TypeError,
    "Cannot create momentum: it has no hyperparameter epsilon; there are " +
      "learningRate, momentum, dampening, learningRatePlacement",
  );
  assertRefused(
    () => gradientDescent({ momentum: undefined } as never),
    TypeError,
    "Cannot create gradient-descent: it has no hyperparameter momentum; " +
      "there is learningRate",
  );
  assertRefused(
    () => adagrad({ toString: 1 } as never),
    TypeError,
    "Cannot create adagrad: it has no hyperparameter toString; there are " +
      "learningRate, epsilon, initialAccumulator, epsilonPlacement",
  );
});

Deno.test("rules refuse variants that they don't have", () => {
  assertRefused(
    () => adagrad({ variant: "lectures" }),
    TypeError,
    "Cannot create adagrad: it has no variant lectures; did you mean lecture?",
  );
  assertRefused(
    () => twoSlots({ variant: "toString" }),
    TypeError,
    "Cannot create two-slots: it has no variant toString; there are paper, " +
      "slow",
  );
  for (const variant of [null, 5]) {
    assertRefused(
      () => twoSlots({ variant: variant as unknown as string }),
      TypeError,
      `Cannot create two-slots: it has no variant ${variant}; there are ` +
        "paper, slow",
    );
  }
});

Deno.test("rules refuse hyperparameters of the wrong kind", () => {
  for (
    const [value, text] of [
      ["0.1", '"0.1"'],
      [null, "null"],
      [true, "true"],
      [[0.1], "an array"],
      [{}, "an object"],
      [1n, "1n"],
      [tensor([0.1]), "float64 of shape [1]"],
      [tensor([[1, 2]]), "float64 of shape [1, 2]"],
      [tensor(0.1, "float32"), "float32 of shape []"],
      [tensor(1, "int32"), "int32 of shape []"],
    ] as const
  ) {
    assertRefused(
      () => adagrad({ learningRate: value as never }),
      TypeError,
      "Cannot create adagrad: learningRate must be a number, a float64 " +
        `tensor of shape [] or a schedule, current value is ${text}`,
    );
  }
});

Deno.test("rules refuse options that are not a record", () => {
  for (
    const [options, text] of [
      [0.1, "0.1"],
      ["lecture", '"lecture"'],
      [null, "null"],
      [[0.1], "an array"],
      [() => 0.1, "a function"],
      [scalar(0.1), "a tensor"],
    ] as const
  ) {
    assertRefused(
      () => adagrad(options as never),
      TypeError,
      `Cannot create adagrad: options must be a record, current value is ${text}`,
    );
  }
});
