/** explain() of chains, whose differences have symbols. */
import { assert, assertEquals } from "@std/assert";
import {
  accumulateGradients,
  adam,
  chain,
  clipByValue,
  explain,
  exponentialDecay,
  gradientDescent,
  lookahead,
  momentum,
  tensor,
  weightDecay,
} from "../../../mod.ts";

const rate = { learningRate: 1 };
const trajectory = {
  start: tensor([4]),
  gradients: [tensor([2]), tensor([1])],
};

Deno.test("explain() names a transformation's hyperparameter by its symbol", () => {
  const made = (limit: number) =>
    chain(clipByValue(limit), gradientDescent(rate));
  const { equations, hyperparameters, parting, text } = explain(
    made(0.5),
    made(0.25),
    { trajectory },
  );
  assertEquals(equations, {
    both: ["w_t = w_{t−1} − η·min(max(g_t, −c), c)"],
    a: [],
    b: [],
  });
  assertEquals(hyperparameters, [
    { name: "clip-by-value.limit", symbol: "c", a: 0.5, b: 0.25 },
  ]);
  assertEquals([parting?.step, parting?.a, parting?.b], [1, 3.5, 3.75]);
  assert(text.endsWith("  c (clip-by-value.limit): 0.5 and 0.25"), text);
});

Deno.test("explain() says where a decay stands, in symbols", () => {
  const { equations, hyperparameters, parting } = explain(
    chain(weightDecay(0.5), momentum(rate)),
    chain(momentum(rate), weightDecay(0.5)),
    { trajectory },
  );
  assertEquals(equations, {
    both: ["m₀ = 0"],
    a: ["m_t = η·(g_t + λ·w_{t−1}) + γ·m_{t−1}", "w_t = w_{t−1} − m_t"],
    b: ["m_t = η·g_t + γ·m_{t−1}", "w_t = w_{t−1} − (m_t + λ·w_{t−1})"],
  });
  assertEquals(hyperparameters, []);
  // Both move by 2 + ½·4 at first, but one remembers the decay.
  assertEquals(parting?.step, 2);
  assertEquals(
    parting?.terms.filter(({ a, b }) => a !== b).map(({ name }) => name),
    ["m_{t−1}", "m_t", "w_t"],
  );
});

Deno.test("explain() computes the terms of a chain at its hyperparameters", () => {
  const made = (part: number) =>
    chain(
      clipByValue(exponentialDecay({ learningRate: 3, decay: part })),
      adam({ learningRate: tensor(0.5) }),
      weightDecay(0.25),
      lookahead({ steps: 2, slowStepSize: part }),
    );
  const { parting, hyperparameters } = explain(made(0.5), made(0.25), {
    trajectory: { start: tensor([4]), gradients: [tensor([3]), tensor([3])] },
  });
  assertEquals(parting?.step, 2);
  const term = (name: string) =>
    parting?.terms.find((term) => term.name === name);
  // The limit of the second step, 3·½ and 3·¼.
  assertEquals(term("c_t"), { name: "c_t", a: 1.5, b: 0.75 });
  assertEquals(term("slow_{t−1}"), { name: "slow_{t−1}", a: 4, b: 4 });
  assertEquals(term("w_t"), { name: "w_t", a: parting?.a, b: parting?.b });
  assertEquals(
    hyperparameters.map(({ name, symbol, a, b }) => [symbol, name, a, b]),
    [
      ["γ", "clip-by-value.limit.decay", 0.5, 0.25],
      ["α′", "lookahead.slowStepSize", 0.5, 0.25],
    ],
  );
});

Deno.test("explain() has the terms of what is accumulated", () => {
  const made = (steps: number) =>
    accumulateGradients(momentum(rate), { steps });
  const { parting, hyperparameters } = explain(made(1), made(2), {
    trajectory,
  });
  assertEquals(parting?.step, 1);
  assertEquals(hyperparameters, [
    { name: "accumulate-gradients.steps", symbol: "k", a: 1, b: 2 },
  ]);
  const sum = parting?.terms.find(({ name }) => name === "sum_t");
  assertEquals(sum, { name: "sum_t", a: 0, b: 2 });
});
