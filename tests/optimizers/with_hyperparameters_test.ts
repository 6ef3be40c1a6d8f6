import { assertEquals, assertThrows } from "@std/assert";
import {
  accumulateGradients,
  adagrad,
  adam,
  chain,
  clipByValue,
  constant,
  cosineDecay,
  cosineRestarts,
  exponentialAverage,
  exponentialDecay,
  grad,
  gradientDescent,
  joinSchedules,
  linearWarmup,
  linearWarmupDecay,
  lookahead,
  masked,
  momentum,
  oneCycle,
  type Optimizer,
  parameterGroups,
  polynomialDecay,
  scalar,
  type Schedule,
  sharpnessAware,
  type Slot,
  stepDecay,
  type Tensor,
  tensor,
  warmupStableDecay,
  weightDecay,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";

function stepped(optimizer: Optimizer<Slot>): ArrayLike<number> {
  const [w, g] = [tensor([1, -2, 3]), tensor([0.5, 0, -4])];
  const first = optimizer.update(g, optimizer.init(w), w);
  return optimizer.update(w, first.state, first.params).params.toTypedArray();
}

Deno.test("withHyperparameters() gives what the rule gives for the values", () => {
  const original = adam({ variant: "keras", beta1: 0.5 });
  const changed = original.withHyperparameters!({ learningRate: 0.25 });
  const direct = adam({ variant: "keras", beta1: 0.5, learningRate: 0.25 });
  assertEquals(changed.id, "adam/keras");
  assertEquals(changed.hyperparameters, direct.hyperparameters);
  assertEquals(changed.choices, direct.choices);
  assertEquals(changed.traits, direct.traits);
  assertSameBits(stepped(changed), stepped(direct));
  assertEquals(original.hyperparameters.learningRate, 0.001);
});

Deno.test("withHyperparameters() takes tensors and schedules", () => {
  const optimizer = momentum();
  const ends = (learningRate: Tensor) => {
    const { params } = optimizer.withHyperparameters!({ learningRate })
      .update(tensor(3), optimizer.init(tensor(1)), tensor(1));
    return params;
  };
  assertEquals(grad(ends)(tensor(0.5)).item(), -3);
  const scheduled = optimizer.withHyperparameters!({
    learningRate: (t) => t.mul(0.25),
  });
  assertSameBits(
    stepped(scheduled),
    stepped(momentum({ learningRate: (t) => t.mul(0.25) })),
  );
});

const limits = ["clip-by-value.limit", "clip-by-value#2.limit"];

Deno.test("withHyperparameters() of a chain changes any of its parts", () => {
  const made = (learningRate: number, before = 0.25, after = 0.125) =>
    chain(
      clipByValue(before),
      chain(adagrad({ learningRate }), clipByValue(after)),
      exponentialAverage(),
    );
  const assertIs = (changed: typeof optimizer, right: typeof optimizer) => {
    assertEquals(changed.id, right.id);
    assertEquals(changed.hyperparameters, right.hyperparameters);
    assertSameBits(stepped(changed), stepped(right));
  };
  const optimizer = made(1);
  const { table, withHyperparameters: change } = optimizer;
  assertEquals(Object.keys(table!), Object.keys(optimizer.hyperparameters));
  assertEquals(limits.map((name) => table![name].symbol), ["c", "c"]);
  assertIs(change!({ learningRate: 0.5 }), made(0.5));
  assertIs(change!({ [limits[0]]: 3 }), made(1, 0.25, 3));
  assertIs(change!({ [limits[1]]: 2, learningRate: 2 }), made(2, 2));
  assertIs(change!({}), optimizer);
  assertThrows(
    () => change!({ "clip-by-value.limt": 1 }),
    TypeError,
    "Cannot create clip-by-value, adagrad, clip-by-value, " +
      "exponential-average: it has no hyperparameter clip-by-value.limt; " +
      "did you mean clip-by-value.limit?",
  );
  assertThrows(
    () => change!({ [limits[0]]: 0 }),
    RangeError,
    "Cannot create clipByValue: limit must be greater than 0",
  );
});

Deno.test("withHyperparameters() of a chain leaves alone what cannot change", () => {
  const { withHyperparameters: _, ...still } = gradientDescent();
  const optimizer = chain(clipByValue(0.25), still);
  assertEquals(Object.keys(optimizer.table!), ["clip-by-value.limit"]);
  const changed = optimizer.withHyperparameters!({ "clip-by-value.limit": 2 });
  assertSameBits(stepped(changed), stepped(chain(clipByValue(2), still)));
  assertThrows(
    () => optimizer.withHyperparameters!({ learningRate: 1 }),
    TypeError,
    "it has no hyperparameter learningRate",
  );
});

Deno.test("withHyperparameters() of combinators and of what is masked", () => {
  const rule = (learningRate: number) => momentum({ learningRate });
  const groups = (one: number, other: number) =>
    parameterGroups(
      { one: rule(one), rest: "frozen", other: rule(other) },
      () => "other",
    );
  const cases: [Optimizer<Slot>, Record<string, number>, Optimizer<Slot>][] = [
    [groups(1, 2), { "other.learningRate": 3 }, groups(1, 3)],
    [groups(1, 2), { "one.learningRate": 3 }, groups(3, 2)],
    [
      accumulateGradients(rule(1), { steps: 1 }),
      { "accumulate-gradients.steps": 2, momentum: 0.5 },
      accumulateGradients(momentum({ learningRate: 1, momentum: 0.5 }), {
        steps: 2,
      }),
    ],
    [
      chain(rule(1), masked(weightDecay(1), () => true)),
      { "masked weight-decay.decay": 0.5 },
      chain(rule(1), masked(weightDecay(0.5), () => true)),
    ],
    [
      chain(rule(1), masked(lookahead({ steps: 1 }), () => true)),
      { "masked lookahead.slowStepSize": 0.25 },
      chain(
        rule(1),
        masked(lookahead({ steps: 1, slowStepSize: 0.25 }), () => true),
      ),
    ],
  ];
  for (const [made, values, right] of cases) {
    const changed = made.withHyperparameters!(values);
    assertEquals(changed.hyperparameters, right.hyperparameters);
    assertEquals(changed.id, right.id);
    assertSameBits(stepped(changed), stepped(right));
  }
  const twice = sharpnessAware(sharpnessAware(rule(1), { radius: 1 }));
  const changed = twice.withHyperparameters!({
    "sharpness-aware.radius": 2,
    "sharpness-aware#2.radius": 3,
  });
  assertEquals(
    changed.hyperparameters,
    sharpnessAware(sharpnessAware(rule(1), { radius: 2 }), { radius: 3 })
      .hyperparameters,
  );
});

/** Each schedule of two rates, which all of its values are made of. */
const schedules: [string, (rate: number) => Schedule][] = [
  ["learningRate", (learningRate) => constant({ learningRate })],
  ["learningRate", (learningRate) => cosineDecay({ learningRate, steps: 4 })],
  [
    "learningRate",
    (learningRate) =>
      cosineRestarts({ learningRate, steps: 2, stepsFactor: 2 }),
  ],
  ["decay", (decay) => exponentialDecay({ learningRate: 1, decay })],
  ["decay", (decay) => stepDecay({ learningRate: 1, decay, steps: 2 })],
  ["rate", (rate) => linearWarmup(rate, { steps: 3 })],
  [
    "learningRate",
    (learningRate) =>
      linearWarmupDecay({ learningRate, warmupSteps: 2, decaySteps: 3 }),
  ],
  ["learningRate", (learningRate) => oneCycle({ learningRate, steps: 5 })],
  [
    "finalLearningRate",
    (finalLearningRate) =>
      polynomialDecay({
        learningRate: 1,
        finalLearningRate,
        steps: 3,
        power: 2,
      }),
  ],
  [
    "learningRate",
    (learningRate) =>
      warmupStableDecay({
        learningRate,
        warmupSteps: 2,
        stableSteps: 1,
        decaySteps: 3,
        form: "root",
      }),
  ],
  ["2.rate", (rate) => joinSchedules([{ rate: 1, steps: 2 }, { rate }])],
];

Deno.test("withHyperparameters() of a schedule gives what its function gives", () => {
  const rates = (schedule: Schedule) =>
    [1, 2, 3, 4, 5, 6, 7].map((t) => schedule(scalar(t)).item());
  for (const [name, make] of schedules) {
    const changed = make(0.5).withHyperparameters!({ [name]: 0.25 });
    assertSameBits(rates(changed), rates(make(0.25)));
    assertEquals(changed.hyperparameters, make(0.25).hyperparameters);
    assertEquals(
      Object.keys(changed.table!),
      Object.keys(changed.hyperparameters!),
    );
    assertThrows(
      () => changed.withHyperparameters!({ [`${name}s`]: 1 }),
      TypeError,
      `; did you mean ${name}?`,
    );
  }
  const cycle = oneCycle({ learningRate: 1, steps: 10 });
  assertSameBits(
    rates(cycle.withHyperparameters!({ steps: 20 })),
    rates(oneCycle({ learningRate: 1, steps: 20 })),
  );
  assertEquals(cycle.hyperparameters?.warmupSteps, undefined);
  const own = oneCycle({ learningRate: 1, steps: 10, warmupSteps: 2 });
  assertSameBits(
    rates(own.withHyperparameters!({ warmupSteps: 4 })),
    rates(oneCycle({ learningRate: 1, steps: 10, warmupSteps: 4 })),
  );
});

Deno.test("withHyperparameters() checks names and ranges", () => {
  assertThrows(
    () => adam().withHyperparameters!({ beta: 0.5 }),
    TypeError,
    "Cannot create adam: it has no hyperparameter beta; did you mean beta1?",
  );
  assertThrows(
    () => adam().withHyperparameters!({ beta1: 1 }),
    RangeError,
    "Cannot create adam: beta1 must be in [0, 1), current value is 1",
  );
});
