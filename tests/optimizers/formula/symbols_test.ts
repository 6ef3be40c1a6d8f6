/** Symbols of what is around a rule, and of schedules. */
import { assert, assertEquals } from "@std/assert";
import {
  accumulateGradients,
  adam,
  adamw,
  adaptiveGradientClipping,
  chain,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  constant,
  cosineDecay,
  cosineRestarts,
  defineTransformation,
  exponentialAverage,
  exponentialDecay,
  type Formula,
  formula,
  gradientDescent,
  gradientNoise,
  joinSchedules,
  key,
  linearWarmup,
  lookahead,
  masked,
  momentum,
  parameterGroups,
  polynomialDecay,
  sharpnessAware,
  tensor,
  vmap,
  weightDecay,
} from "../../../mod.ts";

const texts = ({ equations }: Formula) => equations.map(({ text }) => text);
const latex = ({ equations }: Formula) => equations.map(({ latex }) => latex);
const list = (f: Formula) => f.text.split("\n").at(-1);

const descent = () => gradientDescent();

Deno.test("formula() writes transformations as their comments do", () => {
  const last = (f: Formula) => texts(f).slice(-2);
  assertEquals(last(formula(chain(clipByNorm(2), descent()))), [
    "u_t = g_t if ‖g_t‖ ≤ c, else (g_t/‖g_t‖)·c",
    "w_t = w_{t−1} − η·u_t",
  ]);
  assertEquals(
    texts(formula(chain(descent(), clipByGlobalNorm(2)))),
    [
      "u_t = η·g_t if ‖η·g_t‖ ≤ c, else (η·g_t/‖η·g_t‖)·c",
      "w_t = w_{t−1} − u_t",
    ],
  );
  const units = adaptiveGradientClipping({ clipping: 0.1 });
  assertEquals(texts(formula(chain(units, descent()))), [
    "u_t = max(norm(w_{t−1}, axis 0), ε)·λ",
    "s_t = g_t if norm(g_t, axis 0) ≤ u_t, else " +
    "(g_t/norm(g_t, axis 0)) ⊙ u_t",
    "w_t = w_{t−1} − η·s_t",
  ]);
  assertEquals(
    texts(formula(chain(units, descent()), [2, 3, 4]))[0],
    "u_t = max(norm(w_{t−1}, axes 0 and 1), ε)·λ",
  );
  assertEquals(
    texts(formula(chain(units, descent()), [3])).slice(0, 2),
    [
      "u_t = max(‖w_{t−1}‖, ε)·λ",
      "s_t = g_t if ‖g_t‖ ≤ u_t, else (g_t/‖g_t‖)·u_t",
    ],
  );
  assertEquals(
    texts(formula(
      chain(gradientNoise({ key: key(1), variance: 0.1 }), descent()),
    )),
    ["w_t = w_{t−1} − η·(g_t + √(η′/t^(γ))·n(t))"],
  );
  assertEquals(texts(formula(chain(descent(), exponentialAverage()))), [
    "average_t = d·average_{t−1} + (1 − d)·(w_{t−1} − η·g_t)",
    "w_t = w_{t−1} − η·g_t",
  ]);
  assertEquals(
    texts(formula(chain(descent(), masked(weightDecay(1), () => true)))),
    ["w_t = w_{t−1} − (η·g_t + λ·w_{t−1})"],
  );
  assertEquals(texts(formula(sharpnessAware(descent()))), [
    "w_t = w_{t−1} − η·∇f(w_{t−1} + ρ·g_t/‖g_t‖)",
  ]);
});

Deno.test("formula() writes accumulated gradients without open quotients", () => {
  const printed = formula(accumulateGradients(adam(), { steps: 4 }));
  assertEquals(texts(printed).slice(0, 3), [
    "u_t = ⌊(t − 1)/k⌋",
    "s_t = g_t if u_t·k = t − 1, else sum_{t−1} + g_t",
    "c_t = β₁·m_{t−1} + (1 − β₁)·s_t/k",
  ]);
  assert(printed.text.includes("1 − β₂^(u_t + 1)"), printed.text);
  assertEquals(printed.notes, []);
  assertEquals(
    list(printed)?.split(", ").at(-1),
    "k = 4 (accumulate-gradients.steps)",
  );
});

Deno.test("formula() writes schedules in the symbols of their options", () => {
  const rate = (learningRate: ReturnType<typeof constant>) =>
    texts(formula(gradientDescent({ learningRate })))[0];
  const way = { learningRate: 0.1, steps: 10 };
  assertEquals(
    rate(cosineDecay(way)),
    "η_t = η·(cos((min(t − 1, T)/T)·π) + 1)·0.5",
  );
  assertEquals(
    rate(exponentialDecay({ learningRate: 0.1, decay: 0.5, steps: 10 })),
    "η_t = η·γ^((t − 1)/s)",
  );
  assertEquals(
    rate(linearWarmup(cosineDecay(way), { steps: 3 })),
    "η_t = min(t/T, 1)·η·(cos((min(max(t − T, 1) − 1, T′)/T′)·π) + 1)·0.5",
  );
  assertEquals(
    rate(joinSchedules([{ rate: 0.5, steps: 2 }, { rate: 0.125 }])),
    "η_t = s₁ if t ≤ T₁, else s₂",
  );
  // A number of the operations themselves.
  assertEquals(
    rate(polynomialDecay({ ...way, power: 2 })),
    "η_t = η·((T − min(t − 1, T))/T)²",
  );
  assert(rate(cosineRestarts({ ...way, stepsFactor: 3 })).includes("C1·T₀"));
  // What is one number in all steps has no equation.
  const still = formula(gradientDescent({
    learningRate: constant({ learningRate: 0.5 }),
  }));
  assertEquals(texts(still), ["w_t = w_{t−1} − η·g_t"]);
  assertEquals(list(still), "η = 0.5 (learningRate.learningRate)");
});

Deno.test("formula() lists what schedules and parts are made with", () => {
  const printed = formula(chain(
    weightDecay(exponentialDecay({ learningRate: 0.1, decay: 0.5 })),
    momentum(),
    lookahead(),
  ));
  assertEquals(printed.hyperparameters, [
    { name: "learningRate", symbol: "η", value: 0.01, omitted: false },
    { name: "momentum", symbol: "γ", value: 0.9, omitted: false },
    { name: "dampening", symbol: "τ", value: 0, omitted: true },
    { name: "weight-decay.decay", symbol: "λ_t", omitted: false },
    {
      name: "weight-decay.decay.learningRate",
      symbol: "η′",
      value: 0.1,
      omitted: false,
    },
    {
      name: "weight-decay.decay.decay",
      symbol: "γ′",
      value: 0.5,
      omitted: false,
    },
    { name: "weight-decay.decay.steps", symbol: "s", value: 1, omitted: false },
    { name: "lookahead.steps", symbol: "k", value: 5, omitted: false },
    { name: "lookahead.slowStepSize", symbol: "α", value: 0.5, omitted: false },
  ]);
  assertEquals(
    list(printed),
    "η = 0.01 (learningRate), γ = 0.9 (momentum), τ = 0 (dampening, left " +
      "out), λ_t (weight-decay.decay), η′ = 0.1 " +
      "(weight-decay.decay.learningRate), γ′ = 0.5 " +
      "(weight-decay.decay.decay), s = 1 (weight-decay.decay.steps), k = 5 " +
      "(lookahead.steps), α = 0.5 (lookahead.slowStepSize)",
  );
});

Deno.test("formula() primes a symbol that is taken, in the order of the list", () => {
  const printed = formula(
    chain(weightDecay(0.5), adamw(), weightDecay(0.25), lookahead()),
  );
  const symbols = printed.hyperparameters.map(({ symbol }) => symbol);
  assertEquals(symbols, [
    ...["α", "β₁", "β₂", "ε", "λ", "η_t"],
    ...["λ′", "λ′′", "k", "α′"],
  ]);
  assert(texts(printed)[0].endsWith("(1 − β₁)·(g_t + λ′·w_{t−1})"));
  assert(printed.text.includes("α′·u_t + (1 − α′)"), printed.text);
  // What is 0 is not in the equations, and yields.
  const zero = formula(chain(weightDecay(0), adamw(), weightDecay(0.25)));
  assert(list(zero)?.includes("λ′′ = 0 (weight-decay.decay, left out)"));
  assert(list(zero)?.includes("λ′ = 0.25 (weight-decay#2.decay)"));
});

Deno.test("formula() of a group names what its parameters need", () => {
  const optimizer = parameterGroups({
    matrices: momentum({ learningRate: 0.5 }),
    others: gradientDescent({ learningRate: 0.25 }),
  }, ({ shape }) => shape.length > 1 ? "matrices" : "others");
  assertEquals(texts(formula(optimizer, [3])), ["w_t = w_{t−1} − η·g_t"]);
  assertEquals(
    list(formula(optimizer, [3])),
    "matrices.learningRate = 0.5, matrices.momentum = 0.9, τ = 0 " +
      "(matrices.dampening, left out), η = 0.25 (others.learningRate)",
  );
  assertEquals(texts(formula(optimizer, [2, 3])), [
    "m_t = η·g_t + γ·m_{t−1}",
    "w_t = w_{t−1} − m_t",
  ]);
});

Deno.test("formula() has primes and indices in LaTeX that a power may follow", () => {
  const beta = { range: { text: "", contains: () => true }, doc: "" };
  const scaled = defineTransformation({
    id: "scaled",
    hyper: {
      beta: { ...beta, symbol: "β₁" },
      end: { ...beta, symbol: "η_end" },
    },
    traits: { coordinatewise: true },
    apply: (updates, { t }, { beta, end }) => {
      const all = [updates].flat() as ReturnType<typeof tensor>[];
      const factor = beta.log().mul(t).exp().add(end.square());
      return all.map((u) => u.mul(factor))[0] as unknown as typeof updates;
    },
  });
  const printed = formula(chain(
    scaled({ beta: 0.5, end: 2 }),
    adam(),
    scaled({ beta: 0.25, end: 3 }),
    clipByValue(0.5),
  ));
  assertEquals(printed.latex.match(/\\beta_1'+\^t \+ \\eta_\{end\}'*\^2/g), [
    "\\beta_1'^t + \\eta_{end}^2",
    "\\beta_1''^t + \\eta_{end}'^2",
  ]);
  assertEquals(/[^\p{ASCII}]/u.exec(printed.latex), null, printed.latex);
  assertEquals(
    latex(formula(chain(clipByNorm(2), descent())))[0],
    "u_t = \\begin{cases} g_t & \\text{if } \\left\\|g_t\\right\\| \\le c " +
      "\\\\ \\frac{g_t}{\\left\\|g_t\\right\\|} \\cdot c & \\text{else} " +
      "\\end{cases}",
  );
  const cosine = gradientDescent({
    learningRate: cosineDecay({ learningRate: 1, steps: 4 }),
  });
  assert(latex(formula(cosine))[0].includes("\\cdot \\pi"));
});

Deno.test("formula() has symbols inside a traced function too", () => {
  let inside: Formula | undefined;
  vmap((x: ReturnType<typeof tensor>) => {
    const limit = x.asScalar();
    inside = formula(chain(clipByValue(limit), descent(), weightDecay(0.5)));
    return x;
  })(tensor([1, 2]));
  assertEquals(
    inside?.hyperparameters.map(({ symbol, value }) => [symbol, value]),
    [["η", 0.01], ["c", undefined], ["λ", 0.5]],
  );
});
