import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  adagrad,
  adam,
  chain,
  clipByGlobalNorm,
  clipByValue,
  defineOptimizer,
  explain,
  formula,
  gradientDescent,
  key,
  lookahead,
  masked,
  momentum,
  type Optimizer,
  rules,
  type Slot,
  soap,
  type Tensor,
  tensor,
} from "../../../mod.ts";

/** A trajectory of one tensor. */
function trajectory(start: number[], ...gradients: number[][]) {
  return {
    start: tensor(start),
    gradients: gradients.map((g) => tensor(g)),
  };
}

Deno.test("explain() measures distances in the dtype of the parameters", () => {
  const start = tensor(new Float32Array([1, 1]));
  const gradients = [tensor(new Float32Array([1, 1]))];
  const { parting } = explain(
    gradientDescent({ learningRate: 2 ** -24 }),
    gradientDescent({ learningRate: 2 ** -22 }),
    { trajectory: { start, gradients } },
  );
  // Below 1 float32 has steps of 2⁻²⁴.
  assertEquals([parting?.ulps, parting?.a], [3, 1 - 2 ** -24]);
  assertAlmostEquals(parting!.relative, 3 * 2 ** -24, 2 ** -46);
  assertEquals(parting?.terms.at(-1)?.b, 1 - 2 ** -22);
});

Deno.test("explain() takes the element that differs most", () => {
  const { parting } = explain(
    gradientDescent({ learningRate: 1 }),
    gradientDescent({ learningRate: 2 }),
    { trajectory: trajectory([0, 1, 1], [0, 2 ** -40, 2 ** -20]) },
  );
  assertEquals([parting?.element, parting?.differing], [2, 2]);
  assertEquals(parting?.size, 3);
});

Deno.test("explain() takes the first of elements that differ as much", () => {
  const { parting } = explain(
    gradientDescent({ learningRate: 1 }),
    gradientDescent({ learningRate: 2 }),
    { trajectory: trajectory([0, 1, 1], [0, 2 ** -20, 2 ** -20]) },
  );
  assertEquals([parting?.element, parting?.differing], [1, 2]);
});

Deno.test("explain() goes on where one becomes NaN or a zero turns its sign", () => {
  const keep = (turn: (w: Tensor) => Tensor) => {
    const rule: typeof gradientDescent = defineOptimizer({
      ...gradientDescent.definition,
      step: ({ w, state }) => ({ step: turn(w), state }),
    });
    return rule();
  };
  const path = { trajectory: trajectory([0], [0]) };
  const broken = explain(keep((w) => w), keep((w) => w.div(w)), path);
  assertEquals(broken.parting?.ulps, Infinity);
  assertEquals(broken.parting?.relative, Infinity);
  assertEquals(
    explain(keep((w) => w.div(w)), keep((w) => w.div(w)), path).parting,
    undefined,
  );
  const turned = explain(
    keep((w) => w),
    keep((w) => w),
    { trajectory: trajectory([-0], [0]) },
  );
  assertEquals(turned.parting, undefined);
  const signs = explain(keep((w) => w), keep((w) => w.neg()), {
    trajectory: trajectory([-0], [0]),
  });
  assertEquals([signs.parting?.a, signs.parting?.b], [0, -0]);
  assertEquals(signs.parting?.ulps, 0);
  assert(signs.text.includes("0 and -0, only the sign of zero differs"));
  const far = explain(
    keep((w) => w.mul(0).sub(1e308)),
    keep((w) => w.mul(0).add(1e308)),
    path,
  );
  assertEquals(far.parting?.relative, 2);
});

Deno.test("explain() of chains lists terms only where they are what ran", () => {
  const value = explain(chain(clipByValue(0.5), adagrad()), adagrad());
  assertEquals(value.parting?.terms.at(-1)?.a, value.parting?.a);
  // The norm is that of both tensors: one alone does not give the step.
  const start = { b: tensor([0]), w: tensor([0]) };
  const gradients = [{ b: tensor([3]), w: tensor([4]) }];
  const norm = explain(
    chain(clipByGlobalNorm(1), gradientDescent()),
    gradientDescent(),
    { trajectory: { start, gradients } },
  );
  assertEquals(norm.parting?.step, 1);
  assertEquals(norm.parting?.terms, []);
  assert(norm.text.includes("they are not those of one tensor alone"));
});

Deno.test("explain() has the terms of transformations that keep something", () => {
  const start = { b: tensor([0]), w: tensor([4, 2]) };
  const gradients = [1, 2].map((g) => ({
    b: tensor([0]),
    w: tensor([g, 0]),
  }));
  const { parting } = explain(
    chain(gradientDescent({ learningRate: 1 }), lookahead({ steps: 2 })),
    gradientDescent({ learningRate: 1 }),
    { trajectory: { start, gradients } },
  );
  assertEquals([parting?.step, parting?.tensor], [2, ".w"]);
  const slow = parting?.terms.filter(({ name }) => name.startsWith("slow"));
  // Half of the way from 4 to 4 − 1 − 2.
  assertEquals(slow?.map(({ name, a }) => [name, a]), [
    ["slow_{t−1}", 4],
    ["slow_t", 2.5],
  ]);
  // What it keeps of other tensors is none of this one's.
  const part = masked(lookahead({ steps: 2 }), ({ shape }) => shape[0] === 2);
  const some = explain(
    chain(gradientDescent({ learningRate: 1 }), part),
    gradientDescent({ learningRate: 2 }),
    {
      trajectory: {
        start,
        gradients: [{ b: tensor([1]), w: tensor([0, 0]) }],
      },
    },
  );
  assertEquals(some.parting?.tensor, ".b");
  assertEquals(some.parting?.terms.map(({ name }) => name), [
    "g_t",
    "w_{t−1}",
    "w_t",
  ]);
});

Deno.test("explain() lists no terms of a state that is not one tensor's", () => {
  const inner = momentum();
  const keeping = {
    ...inner,
    init: (params: Tensor) => ({ ...inner.init(params), more: params }),
    update(grads: Tensor, state: unknown, params: Tensor) {
      const { more, ...own } = state as
        & ReturnType<typeof inner.init<Tensor>>
        & {
          readonly more: Tensor;
        };
      const next = inner.update(grads, own, params);
      return { ...next, state: { ...next.state, more: more.add(grads) } };
    },
    withHyperparameters: undefined,
  } as unknown as Optimizer<Slot>;
  const { parting } = explain(keeping, momentum({ learningRate: 1 }), {
    trajectory: trajectory([0], [1]),
  });
  assertEquals([parting?.step, parting?.terms], [1, []]);
});

Deno.test("explain() says all of it in text", () => {
  const { text } = explain(
    adagrad({ learningRate: 1 }),
    adagrad({ learningRate: 1, epsilon: 2 }),
    { trajectory: trajectory([0], [2]) },
  );
  assertEquals(text.split("\n"), [
    "adagrad and adagrad part in step 1, in the parameters: element 0 becomes " +
    "-1 and -0.5, 4503599627370496 ulps apart, 0.50 relative. " +
    "1 of 1 elements differ.",
    "At that element:",
    "  g_t: 2 in both",
    "  w_{t−1}: 0 in both",
    "  h_{t−1}: 0 in both",
    "  h_t: 4 in both",
    "  w_t: -1 and -0.5",
    "In both formulas:",
    "  h₀ = 0",
    "  h_t = h_{t−1} + g_t ⊙ g_t",
    "In the first alone:",
    "  w_t = w_{t−1} − (η/√h_t)·g_t",
    "In the second alone:",
    "  w_t = w_{t−1} − (η/(√h_t + ε))·g_t",
    "Hyperparameters that differ:",
    "  ε (epsilon): 0 and 2",
  ]);
});

Deno.test("explain() draws several tensors, zeros among them, from a key", () => {
  const { parting } = explain(adagrad(), adam());
  assertEquals(explain(adagrad(), adam()).parting, parting);
  assertEquals(explain(adagrad(), adam(), { key: key(0) }).parting, parting);
  const other = explain(adagrad(), adam(), { key: key(1) }).parting;
  assert(other?.a !== parting?.a);
});

/** Whether all that a step is made of belongs to one tensor. */
const ofOneTensor = ({ definition }: (typeof rules)[number]) =>
  definition.needs === undefined && !("initShared" in definition);

Deno.test("explain() has the terms of every variant of every rule of one tensor", () => {
  for (const rule of rules.filter(ofOneTensor)) {
    for (const variant of Object.keys(rule.definition.variants)) {
      const a = rule({ variant });
      const b = rule({ variant, learningRate: 0.03125 });
      const { parting } = explain(a, b, { steps: 5 });
      // SOAP's first step makes its bases, and moves nothing.
      assertEquals(parting?.step, rule === soap ? 2 : 1, a.id);
      const { tensor, size } = parting!;
      const shape = tensor === ".weight" ? [2, 3] : size === 1 ? [] : [size];
      const names = formula(a, shape).equations.map(({ name }) => name);
      const found = parting!.terms.map(({ name }) => name);
      assert(names.every((name) => found.includes(name)), `${a.id}: ${found}`);
      assertEquals(parting?.terms.at(-1), {
        name: "w_t",
        a: parting?.a,
        b: parting?.b,
      });
    }
  }
});

Deno.test("explain() compares schedules by what they give", () => {
  const learningRate = (t: Tensor) => t.mul(0.25);
  const { parting, hyperparameters } = explain(
    gradientDescent({ learningRate: 0.25 }),
    gradientDescent({ learningRate }),
    { trajectory: trajectory([0], [1], [1]) },
  );
  assertEquals(parting?.step, 2);
  assertEquals(
    parting?.terms.find(({ name }) => name === "η_t"),
    { name: "η_t", b: 0.5 },
  );
  // Both go on from where they were after the first step.
  assertEquals(
    parting?.terms.find(({ name }) => name === "w_{t−1}"),
    { name: "w_{t−1}", a: -0.25, b: -0.25 },
  );
  assertEquals(hyperparameters, [
    { name: "learningRate", symbol: "η", a: 0.25, b: "schedule" },
  ]);
});

Deno.test("explain() refuses what it cannot compare", () => {
  assertThrows(
    () => explain(adam(), undefined as unknown as Optimizer<Slot>),
    TypeError,
    "Cannot read a formula",
  );
  for (const steps of [0, 1.5, -1]) {
    assertThrows(
      () => explain(adam(), adam(), { steps }),
      RangeError,
      "Cannot explain: steps must be a whole number greater than 0",
    );
  }
  assertThrows(
    () =>
      explain(adam(), adam(), {
        trajectory: { start: tensor([1]), gradients: [tensor([1, 2])] },
      }),
    TypeError,
  );
});
