import { assert, assertEquals } from "@std/assert";
import {
  adagrad,
  adam,
  adamw,
  defineOptimizer,
  explain,
  momentum,
  nesterov,
  rmsprop,
  tensor,
} from "../../../mod.ts";

const ids = (terms: readonly { name: string; a?: number; b?: number }[]) =>
  terms.filter(({ a, b }) => !Object.is(a, b)).map(({ name }) => name);

/** A trajectory of one tensor. */
function trajectory(start: number[], ...gradients: number[][]) {
  return {
    start: tensor(start),
    gradients: gradients.map((g) => tensor(g)),
  };
}

Deno.test("explain() tells adagrad's variants apart by ε and h₀", () => {
  const rate = { learningRate: 1 };
  const path = trajectory([0, 0], [0, 0], [2, 0]);
  const torch = explain(
    adagrad(rate),
    adagrad({ ...rate, variant: "torch", epsilon: 2 }),
    { trajectory: path },
  );
  assertEquals(torch.steps, 2);
  assertEquals(torch.parting, {
    step: 2,
    tensor: "",
    element: 0,
    differing: 1,
    size: 2,
    a: -1,
    b: -0.5,
    ulps: 2 ** 52, // The doubles from −1 to −½ are those of one binade.
    relative: 0.5,
    terms: [
      { name: "g_t", a: 2, b: 2 },
      { name: "w_{t−1}", a: 0, b: 0 },
      { name: "h_{t−1}", a: 0, b: 0 },
      { name: "h_t", a: 4, b: 4 },
      { name: "w_t", a: -1, b: -0.5 },
    ],
  });
  assertEquals(torch.equations, {
    both: ["h₀ = 0", "h_t = h_{t−1} + g_t ⊙ g_t"],
    a: ["w_t = w_{t−1} − (η/√h_t)·g_t"],
    b: ["w_t = w_{t−1} − (η/(√h_t + ε))·g_t"],
  });
  assertEquals(torch.hyperparameters, [{
    name: "epsilon",
    symbol: "ε",
    a: 0,
    b: 2,
  }]);

  const keras = explain(
    adagrad(rate),
    adagrad({ variant: "keras", ...rate, initialAccumulator: 5 }),
    { trajectory: path },
  );
  assertEquals(keras.parting?.step, 2);
  assertEquals(ids(keras.parting!.terms), ["h_{t−1}", "h_t", "w_t"]);
  assertEquals(keras.equations.a[0], "h₀ = 0");
  assertEquals(
    keras.equations.b,
    ["w_t = w_{t−1} − (η/√(h_t + ε))·g_t"],
  );
  assertEquals(keras.hyperparameters, [
    { name: "epsilon", symbol: "ε", a: 0, b: 1e-7 },
    { name: "initialAccumulator", symbol: "h₀", a: 0, b: 5 },
  ]);
});

Deno.test("explain() finds the first step and tensor that part", () => {
  const zero = { b: tensor([0, 0]), w: tensor(0) };
  const gradients = [
    zero,
    { b: tensor([0, 0]), w: tensor(1) },
    { b: tensor([0, 3]), w: tensor(1) },
  ];
  const options = { trajectory: { start: zero, gradients } };
  const [slow, fast] = [{ learningRate: 0.5 }, { learningRate: 1 }];
  const { parting, steps } = explain(
    momentum(slow),
    momentum(fast),
    options,
  );
  assertEquals([parting?.step, parting?.tensor, steps], [2, ".w", 2]);
  const later = explain(momentum(slow), nesterov({ ...slow, momentum: 0.5 }), {
    trajectory: { start: zero, gradients: [zero, gradients[2]] },
  });
  assertEquals([later.parting?.step, later.parting?.tensor], [2, ".b"]);
  assertEquals([later.parting?.element, later.parting?.differing], [1, 1]);
  assertEquals(later.parting?.a, -1.5);
  assertEquals(later.parting?.b, -2.25);
});

Deno.test("explain() tells momentum from Nesterov's by the weights alone", () => {
  const { parting, equations } = explain(momentum(), nesterov());
  assertEquals(parting?.step, 1);
  assertEquals(ids(parting!.terms), ["w_t"]);
  assertEquals(equations.both, ["m₀ = 0"]);
  assertEquals(equations.a.at(-1), "w_t = w_{t−1} − m_t");
  assertEquals(equations.b.at(-1), "w_t = w_{t−1} − (η·g_t + μ·m_t)");
});

Deno.test("explain() tells adam's paper from Keras by where ε is", () => {
  const { parting, equations, hyperparameters } = explain(
    adam(),
    adam({ variant: "keras", epsilon: 1e-8 }),
  );
  assertEquals(parting?.step, 1);
  assertEquals(ids(parting!.terms), ["w_t"]);
  assertEquals(equations.b, [
    "w_t = w_{t−1} − α·m\u0302_t/(√v\u0302_t + ε/√(1 − β₂ᵗ))",
  ]);
  assertEquals(equations.a.length, 1);
  assertEquals(hyperparameters, []);
});

Deno.test("explain() says that adamw without decay is adam", () => {
  const { parting, steps, hyperparameters, text } = explain(
    adamw({ weightDecay: 0 }),
    adam(),
  );
  assertEquals([parting, steps], [undefined, 100]);
  assertEquals(hyperparameters, [
    { name: "weightDecay", symbol: "λ", a: 0 },
    { name: "scheduleMultiplier", symbol: "η_t", a: 1 },
  ]);
  const turned = explain(adam(), adamw({ weightDecay: 0 }), { steps: 1 });
  assertEquals(turned.hyperparameters, [
    { name: "weightDecay", symbol: "λ", b: 0 },
    { name: "scheduleMultiplier", symbol: "η_t", b: 1 },
  ]);
  assertEquals(
    text.split("\n")[0],
    "adamw and adam give the same bits in all 100 steps compared.",
  );
});

Deno.test("explain() finds no difference between equal variants", () => {
  const same = explain(adam(), adam({ variant: "torch" }), { steps: 7 });
  assertEquals(same.parting, undefined);
  assertEquals(same.equations.a, []);
  assertEquals(same.equations.b, []);
  assertEquals(
    same.text,
    "adam and adam/torch give the same bits in all 7 steps compared.\n" +
      "Their formulas are the same.",
  );
  const once = explain(adam(), adam(), { steps: 1 });
  assert(once.text.includes("in all 1 step compared"));
});

/** RMSProp whose mean of squares has lost its 1 − ρ. */
const wrong: typeof rmsprop = defineOptimizer({
  ...rmsprop.definition,
  id: "rmsprop-copy",
  step(input, hyper, choices) {
    const right = rmsprop.definition.step(input, hyper, choices);
    const h = hyper.decay.mul(input.state.h).add(input.g.square());
    return { step: right.step, state: { h } };
  },
});

Deno.test("explain() finds the fault of a wrong copy", () => {
  const { parting, equations } = explain(rmsprop(), wrong());
  // The first step is made of the right h: the wrong one is met in the second.
  assertEquals(parting?.step, 2);
  assertEquals(ids(parting!.terms).includes("h_{t−1}"), true);
  assertEquals(ids(parting!.terms).includes("h_t"), true);
  assert(equations.b.includes("h_t = ρ·h_{t−1} + g_t ⊙ g_t"));
  assertEquals(equations.a[0], "h_t = ρ·h_{t−1} + (1 − ρ)·g_t ⊙ g_t");
});
