import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  adamw,
  defineOptimizer,
  divideOrZero,
  type Formula,
  formula,
  positive,
  type Rule,
  subtract,
  type Tensor,
  tensor,
  where,
} from "../../../mod.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { evaluate, type Numbers } from "./evaluate.ts";
import { squarable } from "../../../optimizers/squarable.ts";
import { rootMeanSquare, tensorNorm } from "../../../optimizers/tensor_norm.ts";
import { correcting, keeping } from "./own_rules.ts";

interface Options {
  readonly variant?: string;
  readonly a?: number;
  readonly b?: number;
}

interface Inputs {
  readonly g: Tensor;
  readonly w: Tensor;
  readonly t: Tensor;
  readonly a: Tensor;
  readonly b: Tensor;
}

/** An optimizer whose step is a function of what a step has. */
function stepping(step: (inputs: Inputs) => Tensor) {
  const row = { default: 0.5, range: positive, doc: "" };
  const rule: Rule<Options, Record<never, never>> = defineOptimizer({
    id: "stepping",
    family: "both",
    hyper: { a: { ...row, symbol: "a" }, b: { ...row, symbol: "b" } },
    variants: { own: {} },
    traits: { coordinatewise: false },
    cite: [],
    init: () => ({}),
    step: ({ g, w, t, state }, { a, b }) => ({
      step: step({ g, w, t, a, b }).add(g.mul(0)),
      state,
    }),
  });
  return rule({ a: 0.25, b: 0.75 });
}

function printed(step: (inputs: Inputs) => Tensor): Formula {
  return formula(stepping(step));
}

/** What the weights become, for one way to make a step each. */
const cases: Record<string, (inputs: Inputs) => Tensor> = {
  "w_{t−1} + g_t": ({ g }) => subtract(0, g),
  "w_{t−1} − g_t": ({ g }) => g.neg().neg().mul(1).div(1).add(0).sub(0),
  "w_{t−1} + (g_t + w_{t−1})": ({ g, w }) => g.add(w).neg(),
  "w_{t−1} − (g_t − (w_{t−1} − g_t))": ({ g, w }) => g.sub(w.sub(g)),
  "w_{t−1} − (g_t − (w_{t−1} + g_t))": ({ g, w }) => g.sub(w.add(g)),
  "w_{t−1} − (g_t + w_{t−1}·a)": ({ g, w, a }) => g.sub(w.mul(a).neg()),
  "w_{t−1} − (g_t − 2)": ({ g }) => g.add(-2),
  "w_{t−1} − g_t·(−2)": ({ g }) => g.mul(-2),
  "w_{t−1} − (a + b)·g_t": ({ g, a, b }) => a.add(b).mul(g),
  "w_{t−1} − g_t·(a − b)": ({ g, a, b }) => g.mul(a.sub(b)),
  "w_{t−1} − (−a·b)·g_t": ({ g, a, b }) => a.mul(b).neg().mul(g),
  "w_{t−1} − g_t ⊙ w_{t−1}": ({ g, w }) => g.mul(w),
  "w_{t−1} − g_t/(a·b)": ({ g, a, b }) => g.div(a.mul(b)),
  "w_{t−1} − (g_t/a)/b": ({ g, a, b }) => g.div(a).div(b),
  "w_{t−1} − g_t/(a/b)": ({ g, a, b }) => g.div(a.div(b)),
  "w_{t−1} − (a·g_t/b)/t": ({ g, a, b, t }) => a.mul(g.div(b)).div(t),
  "w_{t−1} − (a/t)·g_t": ({ g, a, t }) => a.div(t).mul(g),
  "w_{t−1} − (g_t + a)/(b − 2)": ({ g, a, b }) => g.add(a).div(b.sub(2)),
  "w_{t−1} − g_t/√|w_{t−1}|": ({ g, w }) => g.div(w.abs().sqrt()),
  "w_{t−1} − √(a·b)·g_t": ({ g, a, b }) => a.mul(b).sqrt().mul(g),
  "w_{t−1} − √(|g_t|³)": ({ g }) => g.abs().pow(3).sqrt(),
  "w_{t−1} − (√|g_t|)³": ({ g }) => g.abs().sqrt().pow(3),
  "w_{t−1} − a²·g_t": ({ g, a }) => a.square().mul(g),
  "w_{t−1} − (g_t + a)²": ({ g, a }) => g.add(a).square(),
  "w_{t−1} − g_t ⊙ g_t": ({ g }) => g.square(),
  "w_{t−1} − (g_t ⊙ g_t)²": ({ g }) => g.square().square(),
  "w_{t−1} − |g_t|^(1.5)": ({ g }) => g.abs().pow(1.5),
  "w_{t−1} − (|g_t| + 1)^(−1)": ({ g }) => g.abs().add(1).pow(-1),
  "w_{t−1} − aᵗ·g_t": ({ g, a, t }) =>
    a.mul(t.sub(1).mul(a.maximum(1e-300).log()).exp()).mul(g),
  "w_{t−1} − a·max(a, 1e-9)^(t − 1)·g_t": ({ g, a, t }) =>
    a.mul(t.sub(1).mul(a.maximum(1e-9).log()).exp()).mul(g),
  "w_{t−1} − g_t·(−(a + b))": ({ g, a, b }) => g.mul(a.add(b).neg()),
  "w_{t−1} − a·bᵗ·g_t": ({ g, a, b, t }) => a.mul(b.log().mul(t).exp()).mul(g),
  "w_{t−1} − b·a^(t − 1)·g_t": ({ g, a, b, t }) =>
    b.mul(t.sub(1).mul(a.log()).exp()).mul(g),
  "w_{t−1} − b^(a)·g_t": ({ g, a, b }) => a.mul(b.log()).exp().mul(g),
  "w_{t−1} − (t − 1 + 2)·g_t": ({ g, t }) => t.sub(1).add(2).mul(g),
  "w_{t−1} − t·g_t": ({ g, t }) => t.sub(1).add(1).mul(g),
  "w_{t−1} − ‖g_t‖·g_t": ({ g }) => g.norm().mul(g),
  "w_{t−1} − √sum(|g_t|)·g_t": ({ g }) => g.abs().sum().sqrt().mul(g),
  "w_{t−1} − ‖g_t + 1‖·g_t": ({ g }) => tensorNorm(g.add(1)).mul(g),
  "w_{t−1} − max(|g_t|)·‖w_{t−1}/max(|g_t|)‖·g_t": ({ g, w }) => {
    const most = g.abs().max();
    return most.mul(divideOrZero(w, most).norm()).mul(g);
  },
  "w_{t−1} − RMS(g_t)·g_t": ({ g }) => rootMeanSquare(g).mul(g),
  "w_{t−1} − mean(g_t)·g_t": ({ g }) => g.mean().mul(g),
  "w_{t−1} − max(|g_t|)·g_t": ({ g }) => squarable(g).abs().max().mul(g),
  "w_{t−1} − max(g_t, −1e+139)": ({ g }) => g.maximum(-1e139),
  "w_{t−1} − ⌊g_t⌋": ({ g }) => g.floor(),
  "w_{t−1} − (exp(a) − 1)·g_t": ({ g, a }) => a.expm1().mul(g),
  "w_{t−1} − ln(1 + a)·g_t": ({ g, a }) => a.log1p().mul(g),
  "w_{t−1} − min(max(g_t, −1), ∞)": ({ g }) => g.maximum(-1).minimum(Infinity),
  "w_{t−1} − sigmoid(g_t)": ({ g }) => g.sigmoid(),
};

for (const [text, step] of Object.entries(cases)) {
  Deno.test(`formula() prints w_t = ${text}`, () => {
    const { equations } = printed(step);
    assertEquals(equations.map((each) => each.text), [`w_t = ${text}`]);
    const three = fc.array(moderateDouble(), { minLength: 3, maxLength: 3 });
    check(
      fc.property(three, three, (g, w) => {
        const optimizer = stepping(step);
        const first = optimizer.init(tensor(w));
        const { params } = optimizer.update(tensor(g), first, tensor(w));
        const given: Record<string, Numbers> = {
          g_t: g,
          "w_{t−1}": w,
          t: [1],
          a: [0.25],
          b: [0.75],
        };
        const found = evaluate(text, given);
        params.toTypedArray().forEach((expected, i) => {
          // At most ten roundings, of numbers below 10⁴ times the result's.
          const error = Math.abs(found[i] - expected);
          assert(
            error <= 1e-11 * Math.max(1, Math.abs(expected)) ||
              Object.is(found[i], expected),
            `${found[i]} for ${expected} at ${g} and ${w}`,
          );
        });
      }),
      { numRuns: 20 },
    );
  });
}

const conditions: Record<string, (inputs: Inputs) => Tensor> = {
  "g_t < w_{t−1}": ({ g, w }) => g.less(w),
  "g_t ≤ w_{t−1}": ({ g, w }) => g.lessEqual(w),
  "g_t > w_{t−1}": ({ g, w }) => g.greater(w),
  "g_t ≥ w_{t−1}": ({ g, w }) => g.greaterEqual(w),
  "g_t = w_{t−1}": ({ g, w }) => g.equal(w),
  "g_t ≠ w_{t−1}": ({ g, w }) => g.notEqual(w),
  "g_t + a > b·w_{t−1}": ({ g, w, a, b }) => g.add(a).greater(b.mul(w)),
  "g_t is finite": ({ g }) => g.isFinite(),
  "(g_t + w_{t−1}) is finite": ({ g, w }) => g.add(w).isFinite(),
  "t > 1 and t < 5": ({ t }) => t.greater(1).logicalAnd(t.less(5)),
  "(t > 1 or t < 5) and t = 3": ({ t }) =>
    t.greater(1).logicalOr(t.less(5)).logicalAnd(t.equal(3)),
};

for (const [text, condition] of Object.entries(conditions)) {
  Deno.test(`formula() prints a choice by ${text}`, () => {
    const { equations } = printed((inputs) =>
      where(condition(inputs), inputs.g, inputs.w)
    );
    assertEquals(equations.map((each) => each.text), [
      `u_t = g_t if ${text}, else w_{t−1}`,
      "w_t = w_{t−1} − u_t",
    ]);
  });
}

Deno.test("formula() writes a condition where it decides", () => {
  const { equations } = printed(({ g, w, a, b, t }) => {
    const last = t.div(5).floor().equal(t.div(5));
    return where(last, a, b).mul(where(last, g, w));
  });
  assertEquals(equations.map(({ text }) => text), [
    "u_t = a if ⌊t/5⌋ = t/5, else b",
    "s_t = g_t if ⌊t/5⌋ = t/5, else w_{t−1}",
    "w_t = w_{t−1} − u_t·s_t",
  ]);
});

Deno.test("formula() prints truth as 1 or 0", () => {
  const { equations } = printed(({ g, w }) => g.less(w).cast("float64"));
  assertEquals(equations[0].text, "u_t = 1 if g_t < w_{t−1}, else 0");
});

Deno.test("formula() gives a long part that is used twice its own line", () => {
  const long = ({ g, a }: Inputs) => g.mul(a).abs().sqrt();
  const { equations } = printed((inputs) => {
    const part = long(inputs);
    return part.div(part.add(inputs.b));
  });
  assertEquals(equations.map(({ text }) => text), [
    "u_t = √|g_t·a|",
    "w_t = w_{t−1} − u_t/(u_t + b)",
  ]);
  const short = printed(({ g, a, b }) => g.mul(a).div(g.mul(a).abs().add(b)));
  assertEquals(short.equations.map(({ text }) => text), [
    "w_t = w_{t−1} − g_t·a/(|g_t·a| + b)",
  ]);
});

Deno.test("formula() names an axis, and an operation without a sign", () => {
  const { equations, notes } = printed(({ g }) => g.sum({ axis: 0 }).mul(g));
  assertEquals(equations[0].text, "w_t = w_{t−1} − sum(g_t, axis 0) ⊙ g_t");
  assertEquals(notes, []);
  const mean = printed(({ g }) => g.mean({ axis: 0, keepDims: true }).mul(g));
  assertEquals(
    mean.equations[0].text,
    "w_t = w_{t−1} − mean(g_t, axis 0) ⊙ g_t",
  );
  assertEquals(mean.notes, []);
  const third = printed(({ g }) => g.sum({ axis: 0 }).div(3).mul(g));
  assertEquals(
    third.equations[0].text,
    "w_t = w_{t−1} − (sum(g_t, axis 0)/3) ⊙ g_t",
  );
  assertEquals(
    printed(({ g }) => g.cumsum(1)).equations[0].text,
    "w_t = w_{t−1} − cumsum(g_t, axis 1)",
  );
});

Deno.test("formula() takes a tensor that a rule holds for a constant", () => {
  const held = tensor([1, 2, 3]);
  const { equations, notes } = printed(({ g }) => g.mul(held).sub(tensor([4])));
  assertEquals(equations[0].text, "w_t = w_{t−1} − (g_t ⊙ C1 − 4)");
  assertEquals(notes, ["Its numbers are those for a tensor of shape [2, 3]."]);
});

Deno.test("formula() tells from signs that a divisor is above 0", () => {
  const open = (divisor: (inputs: Inputs) => Tensor) =>
    printed((inputs) => divideOrZero(inputs.g, divisor(inputs))).notes.length;
  for (
    const above of [
      ({ g, a }) => g.square().add(a),
      ({ g, a }) => g.abs().sqrt().add(a).mul(a),
      ({ g }) => g.exp(),
      ({ g, a }) => g.maximum(a),
      ({ a, b, t }) => a.div(b).mul(t),
      ({ a }) => subtract(1, a),
      ({ g, a, b }) => where(g.less(0), a, b),
      ({ g }) => g.norm().add(1),
      ({ a, t }) => t.sub(1).div(a).floor().add(1),
    ] as ((inputs: Inputs) => Tensor)[]
  ) assertEquals(open(above), 0);
  for (
    const below of [
      ({ g }) => g,
      ({ g }) => g.abs(),
      ({ g }) => g.maximum(0),
      ({ g, a }) => g.add(a),
      ({ g, a }) => g.minimum(a),
      ({ a, b }) => a.sub(b),
      ({ t }) => subtract(1, t),
      ({ a, t }) => t.sub(1).div(a).floor(),
      ({ g, a }) => where(g.less(0), a, g.abs()),
      ({ g }) => g.norm(),
      ({ g, w }) => g.abs().add(w),
    ] as ((inputs: Inputs) => Tensor)[]
  ) assertEquals(open(below), 1);
  // 1 − a is above 0 for the a of these, not for all.
  const divided = stepping(({ g, a }) => divideOrZero(g, subtract(1, a)));
  const { notes } = formula(divided.withHyperparameters!({ a: 2 }));
  assertEquals(notes, ["g_t/(1 − a) is 0 where 1 − a is 0."]);
});

Deno.test("formula() knows a slot's sign from its start and its update", () => {
  const notes = (start: number, next: (s: Tensor, g: Tensor) => Tensor) =>
    formula(keeping(start, next)()).notes.length;
  assertEquals(notes(0, (s, g) => s.add(g.square())), 0);
  assertEquals(notes(2, (s) => s.mul(0.5)), 0);
  assertEquals(notes(0, (s, g) => s.add(g)), 1);
  assertEquals(notes(0, (_s, g) => g), 1);
  assertEquals(notes(-1, (s) => s.abs()), 1);
});

Deno.test("formula() gives a hat to what is divided by 1 − βᵗ alone", () => {
  const { equations } = formula(correcting());
  assertEquals(equations.map(({ text }) => text), [
    "s_t = g_t + s_{t−1}",
    "s\u0302_t = s_t/(1 − ηᵗ)",
    "w_t = w_{t−1} − (s_t/(1 − η²) + s\u0302_t)",
  ]);
});

Deno.test("formula() keeps the t of a symbol that has one", () => {
  const scheduled = adamw({ scheduleMultiplier: (t) => t.mul(0.5) });
  const texts = formula(scheduled).equations.map(({ text }) => text);
  assert(texts.includes("η_t = t·0.5"), texts.join("\n"));
});
