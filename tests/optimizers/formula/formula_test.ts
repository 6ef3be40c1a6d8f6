import { assert, assertEquals } from "@std/assert";
import {
  adagrad,
  adam,
  adamw,
  averagedSgd,
  centeredRmsprop,
  chain,
  clipByValue,
  type Formula,
  formula,
  gradientDescent,
  momentum,
  nesterov,
  rmsprop,
  rules,
  scalar,
  valueAndGrad,
} from "../../../mod.ts";
import {
  averaging,
  normalized,
  odd,
  shaped,
  signDescent,
} from "./own_rules.ts";

const texts = ({ equations }: Formula) => equations.map(({ text }) => text);
const starts = ({ start }: Formula) => start.map(({ text }) => text);

Deno.test("formula() gives the lecture's formulas", () => {
  assertEquals(texts(formula(gradientDescent())), ["w_t = w_{t−1} − η·g_t"]);
  assertEquals(texts(formula(adagrad())), [
    "h_t = h_{t−1} + g_t ⊙ g_t",
    "w_t = w_{t−1} − (η/√h_t)·g_t",
  ]);
  assertEquals(texts(formula(rmsprop())), [
    "h_t = ρ·h_{t−1} + (1 − ρ)·g_t ⊙ g_t",
    "w_t = w_{t−1} − (η/√h_t)·g_t",
  ]);
  assertEquals(texts(formula(momentum())), [
    "m_t = η·g_t + γ·m_{t−1}",
    "w_t = w_{t−1} − m_t",
  ]);
  for (const rule of [adagrad, rmsprop]) {
    assertEquals(starts(formula(rule())), ["h₀ = 0"]);
    assertEquals(formula(rule()).notes, ["η/√h_t is 0 where √h_t is 0."]);
  }
  assertEquals(starts(formula(momentum())), ["m₀ = 0"]);
  assertEquals(formula(momentum()).notes, []);
});

Deno.test("formula() gives the formulas of the papers", () => {
  assertEquals(texts(formula(adam())), [
    "m_t = β₁·m_{t−1} + (1 − β₁)·g_t",
    "v_t = β₂·v_{t−1} + (1 − β₂)·g_t ⊙ g_t",
    "m\u0302_t = m_t/(1 − β₁ᵗ)",
    "v\u0302_t = v_t/(1 − β₂ᵗ)",
    "w_t = w_{t−1} − α·m\u0302_t/(√v\u0302_t + ε)",
  ]);
  assertEquals(
    texts(formula(adamw())).at(-1),
    "w_t = w_{t−1} − η_t·(α·m\u0302_t/(√v\u0302_t + ε) + λ·w_{t−1})",
  );
  assertEquals(texts(formula(nesterov())), [
    "m_t = η·g_t + μ·m_{t−1}",
    "w_t = w_{t−1} − (η·g_t + μ·m_t)",
  ]);
  assertEquals(texts(formula(centeredRmsprop())), [
    "h_t = ρ·h_{t−1} + (1 − ρ)·g_t ⊙ g_t",
    "a_t = ρ·a_{t−1} + (1 − ρ)·g_t",
    "u_t = max(h_t − a_t ⊙ a_t, 0) if h_t is finite, else h_t",
    "m_t = (η/√(u_t + ε))·g_t + γ·m_{t−1}",
    "w_t = w_{t−1} − m_t",
  ]);
});

Deno.test("formula() shows what a variant changes", () => {
  const last = (f: Formula) => texts(f).at(-1);
  assertEquals(
    last(formula(adagrad({ variant: "torch" }))),
    "w_t = w_{t−1} − (η/(√h_t + ε))·g_t",
  );
  assertEquals(
    last(formula(adagrad({ variant: "keras" }))),
    "w_t = w_{t−1} − (η/√(h_t + ε))·g_t",
  );
  assertEquals(
    last(formula(adam({ variant: "keras" }))),
    "w_t = w_{t−1} − α·m\u0302_t/(√v\u0302_t + ε/√(1 − β₂ᵗ))",
  );
  assertEquals(texts(formula(momentum({ variant: "torch", dampening: 0.5 }))), [
    "u_t = 1 − τ if t > 1, else 1",
    "m_t = u_t·g_t + γ·m_{t−1}",
    "w_t = w_{t−1} − η·m_t",
  ]);
  // A slot whose start has the slot's own symbol is told by the value alone.
  const { start, hyperparameters } = formula(adagrad({ variant: "optax" }));
  assertEquals(start, []);
  assertEquals(hyperparameters[2], {
    name: "initialAccumulator",
    symbol: "h₀",
    value: 0.1,
    omitted: false,
  });
});

Deno.test("formula() gives LaTeX", () => {
  assertEquals(
    formula(adagrad()).latex,
    [
      "\\begin{aligned}",
      "h_0 &= 0 \\\\",
      "h_t &= h_{t-1} + g_t \\odot g_t \\\\",
      "w_t &= w_{t-1} - \\frac{\\eta}{\\sqrt{h_t}} \\cdot g_t",
      "\\end{aligned}",
    ].join("\n"),
  );
  const latex = (f: Formula) => f.equations.map((each) => each.latex);
  assertEquals(latex(formula(adam())), [
    "m_t = \\beta_1 \\cdot m_{t-1} + (1 - \\beta_1) \\cdot g_t",
    "v_t = \\beta_2 \\cdot v_{t-1} + (1 - \\beta_2) \\cdot g_t \\odot g_t",
    "\\hat{m}_t = \\frac{m_t}{1 - \\beta_1^t}",
    "\\hat{v}_t = \\frac{v_t}{1 - \\beta_2^t}",
    "w_t = w_{t-1} - \\alpha \\cdot " +
    "\\frac{\\hat{m}_t}{\\sqrt{\\hat{v}_t} + \\epsilon}",
  ]);
  assertEquals(
    latex(formula(adamw())).at(-1)?.startsWith(
      "w_t = w_{t-1} - \\eta_t \\cdot \\left(",
    ),
    true,
  );
  const dampened = latex(formula(momentum({ dampening: 0.5 })));
  assertEquals(
    dampened[0],
    "u_t = \\begin{cases} 1 - \\tau & \\text{if } t > 1 \\\\ " +
      "1 & \\text{else} \\end{cases}",
  );
  assertEquals(latex(formula(odd())), [
    "\\mathit{kept}_t = \\left|g_t\\right| \\odot g_t",
    "w_t = w_{t-1} - (\\mathit{kept}_t \\cdot 10^{-7} + " +
    "(-g_t) \\cdot (2.5 \\cdot 10^{-8}))",
  ]);
});

Deno.test("formula() balances its brackets in LaTeX", () => {
  for (const rule of rules.filter(({ definition }) => !definition.inHost)) {
    for (const variant of Object.keys(rule.definition.variants)) {
      const { latex } = formula(rule({ variant }));
      const count = (sign: RegExp) => [...latex.matchAll(sign)].length;
      assertEquals(count(/\{/g), count(/\}/g), latex);
      assertEquals(count(/\(/g), count(/\)/g), latex);
      assertEquals(count(/\\left/g), count(/\\right/g), latex);
      assertEquals(/[^\p{ASCII}]/u.exec(latex), null, latex);
    }
  }
});

Deno.test("formula() lists hyperparameters with their values", () => {
  assertEquals(formula(momentum({ learningRate: 0.5 })).hyperparameters, [
    { name: "learningRate", symbol: "η", value: 0.5, omitted: false },
    { name: "momentum", symbol: "γ", value: 0.9, omitted: false },
    { name: "dampening", symbol: "τ", value: 0, omitted: true },
  ]);
  const [rate] = formula(momentum({ learningRate: scalar(2) })).hyperparameters;
  assertEquals(rate, {
    name: "learningRate",
    symbol: "η",
    value: 2,
    omitted: false,
  });
});

Deno.test("formula() writes all of it as text", () => {
  assertEquals(
    formula(adagrad({ epsilon: 1e-7 })).text,
    [
      "h₀ = 0",
      "h_t = h_{t−1} + g_t ⊙ g_t",
      "w_t = w_{t−1} − (η/(√h_t + ε))·g_t",
      "η = 0.01 (learningRate), ε = 1e-7 (epsilon), " +
      "h₀ = 0 (initialAccumulator, left out)",
    ].join("\n"),
  );
  assertEquals(
    formula(adagrad()).text.split("\n")[3],
    "η/√h_t is 0 where √h_t is 0.",
  );
});

Deno.test("formula() prints a schedule as a formula of t", () => {
  const printed = formula(momentum({ learningRate: (t) => t.mul(0.25) }));
  assertEquals(texts(printed), [
    "η_t = t·0.25",
    "m_t = η_t·g_t + γ·m_{t−1}",
    "w_t = w_{t−1} − m_t",
  ]);
  assertEquals(printed.hyperparameters[0], {
    name: "learningRate",
    symbol: "η_t",
    omitted: false,
  });
});

Deno.test("formula() reads a schedule's own exponents as powers", () => {
  const scheduled = (beta: number) =>
    formula(momentum({
      learningRate: (t) => scalar(beta).add(t).log().mul(t.sub(1)).exp(),
    }));
  assertEquals(texts(scheduled(0.5))[0], "η_t = (0.5 + t)^(t − 1)");
});

Deno.test("formula() names a quotient only where its divisor may be 0", () => {
  assertEquals(formula(adam()).notes, []);
  assertEquals(formula(adam({ epsilon: 0 })).notes, [
    "m\u0302_t/√v\u0302_t is 0 where √v\u0302_t is 0.",
  ]);
  assertEquals(formula(adagrad({ initialAccumulator: 0.1 })).notes.length, 1);
  // A slot that can be negative is not known to keep √(s_t + ε) above 0.
  assertEquals(
    formula(shaped()).notes[0],
    "g_t/(s_t + 1) is 0 where s_t + 1 is 0.",
  );
});

Deno.test("formula() says where its numbers vary with the shape", () => {
  const { notes, equations } = formula(shaped());
  assertEquals(
    equations.at(-1)?.text,
    "w_t = w_{t−1} − η·(g_t/(s_t + 1) − sum(g_t)/12)",
  );
  assertEquals(
    notes.at(-1),
    "Its numbers are those for a tensor of shape [2, 3].",
  );
  const row = formula(shaped(), [3]);
  assert(row.text.includes("sum(g_t)/6"), row.text);
  assertEquals(
    row.notes.at(-1),
    "Its numbers are those for a tensor of shape [3].",
  );
  assertEquals(formula(normalized()).notes, [
    "g_t/‖g_t‖ is 0 where ‖g_t‖ is 0.",
  ]);
});

Deno.test("formula() keeps names apart", () => {
  // Slots called g and w beside the gradient and the weights, a symbol twice.
  const { start, equations, hyperparameters } = formula(averaging());
  assertEquals(start.map(({ text }) => text), ["g′₀ = 0", "w′₀ = w₀"]);
  assertEquals(equations.map(({ text }) => text), [
    "g′_t = κ·g′_{t−1} + κ′·g_t",
    "w′_t = w_{t−1} − g′_t",
    "w_t = w′_t",
  ]);
  assertEquals(hyperparameters.map(({ symbol }) => symbol), ["κ", "κ′"]);
});

Deno.test("formula() of a chain has its parts as they run", () => {
  const printed = formula(chain(clipByValue(0.5), signDescent()));
  assertEquals(texts(printed), [
    "w_t = w_{t−1} − η·sign(min(max(g_t, −c), c))",
  ]);
  assertEquals(printed.hyperparameters, [
    { name: "learningRate", symbol: "η", value: 0.1, omitted: false },
    { name: "clip-by-value.limit", symbol: "c", value: 0.5, omitted: false },
  ]);
  assert(printed.text.includes("c = 0.5 (clip-by-value.limit)"));
});

Deno.test("formula() is the same each time and inside a traced function", () => {
  const text = formula(adam()).text;
  assertEquals(formula(adam()).text, text);
  let inside = "";
  valueAndGrad((x) => {
    inside = formula(momentum({ learningRate: x.asScalar() })).text;
    return x.square();
  })(scalar(0.5));
  assertEquals(
    inside,
    formula(momentum()).text.replace("η = 0.01", "η"),
  );
});

Deno.test("formula() leaves out powers of 1", () => {
  const equations = texts(formula(averagedSgd()));
  assertEquals(equations.at(-1), "w_t = w_{t−1} − η·g_t");
});
