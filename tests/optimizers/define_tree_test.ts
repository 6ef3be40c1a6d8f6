/** Rules of whole trees: what is kept for all, what is needed, where to report. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { compile } from "../../autodiff/compile.ts";
import {
  accumulateGradients,
  chain,
  clipByValue,
  decodeTree,
  defineOptimizer,
  defineStatefulTransformation,
  defineTreeOptimizer,
  each,
  encodeTree,
  globalNorm,
  gradientDescent,
  innerProduct,
  type Kept,
  key,
  lookahead,
  masked,
  minimize,
  type Optimizer,
  type OptimizerState,
  parameterGroups,
  positive,
  type Rule,
  scalar,
  type SharedState,
  stack,
  stepInputs,
  type Tensor,
  tensor,
  total,
  treeFromJSON,
  type TreeRule,
  vmap,
  zerosLike,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";

interface Options {
  readonly variant?: string;
  readonly learningRate?: number | ((t: Tensor) => Tensor);
  readonly key?: ReturnType<typeof key>;
}

const frame = {
  family: "both",
  hyper: {
    learningRate: { default: 0.5, range: positive, symbol: "η", doc: "size" },
  },
  variants: { paper: {} },
  traits: { coordinatewise: false },
  cite: [],
} as const;

/** Everything that a rule can need and keep, in one. */
const rich: TreeRule<
  Options,
  "m" | "z",
  "n" | "sum",
  "loss" | "gradient" | "hvp" | "probe"
> = defineTreeOptimizer({
  ...frame,
  id: "rich",
  needs: ["loss", "gradient", "hvp", "probe"],
  init: (w) => ({ m: zerosLike(w), z: w }),
  initShared: () => ({ n: scalar(1), sum: scalar(0) }),
  step: ({ g, w, state, shared, t, context }, { learningRate }) => {
    const ahead = context.gradient(each((w, g) => w.sub(g.mul(0.125)), w, g));
    const bend = each(
      (u, h) => u.mul(h),
      context.probe,
      context.hvp(context.probe),
    );
    const m = each((m, a, b) => m.mul(0.5).add(a).add(b), state.m, ahead, bend);
    const n = globalNorm(m).maximum(shared.n);
    const sum = shared.sum.add(context.loss).add(innerProduct(g, w).mul(t));
    return {
      step: each((m) => learningRate.mul(m).div(n), m),
      state: { m, z: each((z, m) => z.sub(m), state.z, m) },
      shared: { n, sum },
    };
  },
  evaluate: ({ w, state, shared, t }, { learningRate }) =>
    w.add(learningRate.mul(state.z).mul(t).div(shared.n)),
});

type Params = { readonly a: Tensor; readonly b: readonly Tensor[] };

const start: Params = {
  a: tensor([[1, -2], [0.5, 3]]),
  b: [tensor([0.25, -1]), tensor(2)],
};

/** A function of which nothing is constant. */
const bumpy = ({ a, b }: Params, shift: Tensor | number = 0): Tensor =>
  a.sin().sum().add(b[0].square().mul(b[0]).sum()).add(
    b[1].sub(shift).square().mul(a.mean()),
  );

const leaves = ({ a, b }: Params) => [a, ...b];

function assertSameParams(x: Params, y: Params): void {
  leaves(x).forEach((leaf, i) => {
    assertSameBits(leaf.toTypedArray(), leaves(y)[i].toTypedArray());
  });
}

/** What a step gives by hand, from an optimizer's state and a context. */
function steps(
  optimizer: Optimizer<Kept<"m" | "z">>,
  count: number,
  params: Params = start,
  state = optimizer.init(params),
) {
  const inputs = stepInputs<Params, [number]>(bumpy);
  for (let i = 0; i < count; i++) {
    const { grad, context } = inputs(params, 0.5);
    ({ params, state } = optimizer.update(grad, state, params, context));
  }
  return { params, state };
}

Deno.test("defineTreeOptimizer() sees all tensors, and keeps for each and for all", () => {
  const optimizer = rich({ learningRate: 0.25 });
  const inputs = stepInputs<Params, [number]>(bumpy)(start, 0.5);
  const probe = {
    a: tensor([[1, -1], [-1, 1]]),
    b: [tensor([1, 1]), tensor(-1)],
  };
  const { step, state } = optimizer.step(
    inputs.grad,
    optimizer.init(start),
    start,
    { ...inputs.context, probe },
  );
  const [g, w] = [leaves(inputs.grad), leaves(start)];
  const [a, b, c] = w.map((w, i) => w.sub(g[i].mul(0.125)));
  const ahead = leaves(inputs.context.gradient!({ a, b: [b, c] }));
  const products = leaves(inputs.context.hvp!(probe));
  const m = ahead.map((x, i) => x.add(leaves(probe)[i].mul(products[i])));
  const norm = Math.hypot(...m.flatMap((m) => [...m.toTypedArray()]));
  const { shared, slots } = state as SharedState<Params, Kept<"m" | "z">>;
  // Both sum 7 squares: some 10 roundings of 2^-53.
  const near = (x: number, y: number) =>
    assert(Math.abs(x - y) <= 2 ** -48 * Math.abs(y), `${x} for ${y}`);
  near(shared.n.item(), norm);
  near(
    shared.sum.item(),
    inputs.value.item() +
      total(g.map((g, i) => g.mul(w[i]))).item(),
  );
  assertSameBits(slots.a.m.toTypedArray(), m[0].toTypedArray());
  assertSameBits(slots.b[1].z.toTypedArray(), w[2].sub(m[2]).toTypedArray());
  leaves(step).forEach((step, i) =>
    step.toTypedArray().forEach((x, j) =>
      near(x, 0.25 * m[i].toTypedArray()[j] / norm)
    )
  );
  const report = optimizer.evaluationParams(state, start);
  near(report.b[1].item(), 2 + 0.25 * slots.b[1].z.item() / norm);
});

Deno.test("minimize() gives a rule what it needs, of the batch of the step", () => {
  const optimizer = rich();
  const mine = steps(optimizer, 3);
  const { params, state } = minimize(bumpy, start, optimizer, {
    steps: 3,
    batch: () => 0.5,
  });
  assertSameParams(params, mine.params);
  assertSameBits(
    (state as SharedState<Params, unknown>).shared.sum.item(),
    (mine.state as SharedState<Params, unknown>).shared.sum.item(),
  );
});

Deno.test("a state with something shared survives JSON and bytes, bit for bit", () => {
  const optimizer = rich();
  const whole = steps(optimizer, 6);
  const half = steps(optimizer, 3);
  type State = OptimizerState<Params, Kept<"m" | "z">>;
  for (
    const keep of [
      (tree: unknown) => treeFromJSON(JSON.parse(JSON.stringify(tree))),
      (tree: unknown) => decodeTree(encodeTree(tree as never)),
    ]
  ) {
    const { params, state } = keep(half) as { params: Params; state: State };
    const rest = steps(rich(), 3, params, state);
    assertSameParams(rest.params, whole.params);
  }
});

Deno.test("a rule of whole trees has the same bits in vmap and in compile", () => {
  const optimizer = rich();
  type State = OptimizerState<Params, Kept<"m" | "z">>;
  const step = (params: Params, state: State, shift: Tensor) => {
    const { grad, context } = stepInputs<Params, [Tensor]>(bumpy)(
      params,
      shift,
    );
    return optimizer.update(grad, state, params, context);
  };
  const alone = [0.5, -1].map((shift) => {
    let at = { params: start, state: optimizer.init(start) };
    for (let i = 0; i < 3; i++) at = step(at.params, at.state, scalar(shift));
    return at;
  });
  const compiled = compile(step as never) as unknown as typeof step;
  let at = { params: start, state: optimizer.init(start) };
  for (let i = 0; i < 3; i++) at = compiled(at.params, at.state, scalar(-1));
  assertSameParams(at.params, alone[1].params);

  const double = <T>(tree: T): T =>
    Array.isArray(tree)
      ? tree.map(double) as T
      : "toTypedArray" in (tree as object)
      ? stack([tree as Tensor, tree as Tensor]) as T
      : Object.fromEntries(
        Object.entries(tree as object).map(([k, x]) => [k, double(x)]),
      ) as T;
  const lanes = vmap(step as never) as unknown as typeof step;
  let both = { params: double(start), state: double(optimizer.init(start)) };
  for (let i = 0; i < 3; i++) {
    both = lanes(both.params, both.state, tensor([0.5, -1]));
  }
  leaves(both.params).forEach((leaf, i) => {
    const own = alone.map(({ params }) => leaves(params)[i]);
    assertSameBits(leaf.toTypedArray(), stack(own).toTypedArray());
  });
});

Deno.test("a float32 tree keeps its dtype beside shared numbers of float64", () => {
  const w = { x: tensor([1, 2], "float32"), y: tensor([3]) };
  const rule = rich({ learningRate: 0.5 });
  const inputs = stepInputs((p: typeof w) =>
    p.x.square().sum().cast("float64").add(p.y.square().sum())
  )(w);
  const next = rule.update(inputs.grad, rule.init(w), w, inputs.context);
  assertEquals([next.params.x.dtype, next.params.y.dtype], [
    "float32",
    "float64",
  ]);
});

Deno.test("update() names the rule and what it needs", () => {
  const optimizer = rich();
  const { grad, context } = stepInputs(bumpy)(start);
  const state = optimizer.init(start);
  for (
    const [need, text] of [
      ["loss", "the loss at the parameters, a scalar"],
      ["gradient", "a function of parameters"],
      ["hvp", "a function of a tree like the parameters"],
    ] as const
  ) {
    const { [need]: _, ...less } = context;
    assertThrows(
      () => optimizer.update(grad, state, start, less),
      TypeError,
      `Cannot update: rich needs context.${need}, ${text}`,
    );
    assertThrows(
      () =>
        optimizer.update(grad, state, start, { ...less, [need]: 3 as never }),
      TypeError,
      `context.${need}, ${text}, current value is 3`,
    );
  }
  assertThrows(
    () => optimizer.update(grad, state, start),
    TypeError,
    "rich needs context.loss",
  );
  assertThrows(
    () =>
      optimizer.update(grad, state, start, {
        ...context,
        gradient: () => ({ a: start.a, b: [start.b[0]] }),
      }),
    TypeError,
    "context.gradient must have the structure of the parameters",
  );
});

Deno.test("a state without what is shared is refused", () => {
  const optimizer = rich();
  const { grad, context } = stepInputs(bumpy)(start);
  const { shared: _, ...state } = optimizer.init(start) as SharedState<
    Params,
    Kept<"m" | "z">
  >;
  assertThrows(
    () => optimizer.update(grad, state, start, context),
    TypeError,
    "state.shared",
  );
  assertThrows(
    () => optimizer.evaluationParams(state, start),
    TypeError,
    "Cannot evaluationParams: state.shared",
  );
});

Deno.test("signs are drawn by key, step and name, and a key is no other rule's", () => {
  const { grad, context } = stepInputs(bumpy)(start);
  const stepped = (options: Options, count = 0) => {
    const optimizer = rich(options);
    const state = { ...optimizer.init(start), count: scalar(count) };
    const { step } = optimizer.step(grad, state, start, context);
    return JSON.stringify(leaves(step).map((x) => x.toArray()));
  };
  assertEquals(stepped({}), stepped({ key: key(0) }));
  const texts = [
    stepped({ key: key(1) }),
    stepped({ key: key(2) }),
    stepped({ key: key(1) }, 1),
    stepped({ key: key(1) }, 2 ** 33),
  ];
  assert(new Set(texts).size >= 3, texts.join("\n"));
  assertThrows(
    () => rich({ key: 7 as never }),
    TypeError,
    "Cannot create rich: key must be a key, as key(seed) makes it",
  );
  assertThrows(
    () => gradientDescent({ key: key(1) } as never),
    TypeError,
    "Cannot create gradient-descent: it has no hyperparameter key",
  );
});

Deno.test("withHyperparameters() keeps the key", () => {
  const { grad, context } = stepInputs(bumpy)(start);
  const own = rich({ key: key(9), learningRate: 0.25 });
  const made = rich({ key: key(9) }).withHyperparameters!({
    learningRate: 0.25,
  });
  const [a, b] = [own, made].map((optimizer) =>
    optimizer.update(grad, optimizer.init(start), start, context).params
  );
  assertSameParams(a, b);
});

Deno.test("chain() hands the context on, and needs what its parts need", () => {
  const plain = steps(rich(), 3);
  const chained = chain(rich(), lookahead({ steps: 9 }));
  assertEquals(chained.needs, ["loss", "gradient", "hvp", "probe"]);
  assertSameParams(steps(chained, 3).params, plain.params);
  assertThrows(
    () => chain(clipByValue(1), rich()),
    TypeError,
    "Cannot chain: clip-by-value cannot stand in front of rich, which needs " +
      "context.gradient",
  );
  assertEquals(chain(clipByValue(1), gradientDescent()).needs, undefined);
});

const slowWhenHigh = defineStatefulTransformation({
  id: "slow-when-high",
  hyper: {},
  needs: ["loss"],
  traits: { coordinatewise: false },
  init: (params) => ({ kept: params }),
  advance: (updates, kept, { loss }) => ({
    updates: Object.fromEntries(
      Object.entries(updates as Record<string, Tensor>)
        .map(([name, u]) => [name, u.div(loss!)]),
    ) as typeof updates,
    kept,
  }),
});

Deno.test("a transformation may need the loss, also where it is masked", () => {
  const w = { x: tensor([1]), y: tensor([1], "float32") };
  for (
    const optimizer of [
      chain(slowWhenHigh({}), gradientDescent({ learningRate: 1 })),
      chain(
        gradientDescent({ learningRate: 1 }),
        masked(slowWhenHigh({}), ({ path }) => path !== ""),
      ),
    ]
  ) {
    assertEquals(optimizer.needs, ["loss"]);
    const state = optimizer.init(w);
    const { params } = optimizer.update(w, state, w, { loss: tensor(2) });
    assertEquals([params.x.toArray(), params.y.toArray()], [[0.5], [0.5]]);
    assertThrows(
      () => optimizer.update(w, state, w),
      TypeError,
      "slow-when-high needs context.loss",
    );
  }
});

Deno.test("accumulateGradients() refuses a rule that needs more than gradients", () => {
  assertThrows(
    () => accumulateGradients(rich(), { steps: 2 }),
    TypeError,
    "Cannot create accumulateGradients: rich needs context.loss",
  );
});

Deno.test("parameterGroups() gives each group the function of its own parameters", () => {
  const group = ({ path }: { readonly path: string }) =>
    path === ".a" ? "one" : "two";
  const grouped = parameterGroups({ one: rich(), two: "frozen" }, group);
  assertEquals(grouped.needs, ["loss", "gradient", "hvp", "probe"]);
  const { grad, context } = stepInputs(bumpy)(start);
  const found = grouped.update(grad, grouped.init(start), start, context);
  const alone = stepInputs((p: { readonly a: Tensor }) =>
    bumpy({ a: p.a, b: start.b })
  )({ a: start.a });
  const own = rich();
  const w = { a: start.a };
  const right = own.update(alone.grad, own.init(w), w, alone.context);
  assertSameBits(
    found.params.a.toTypedArray(),
    right.params.a.toTypedArray(),
  );
  assertSameParams({ ...found.params, a: start.a }, start);
  const { shared } = found.state as SharedState<Params, unknown>;
  assertEquals(Object.keys(shared), ["one.n", "one.sum"]);
  // From its own state it goes on.
  const second = grouped.update(grad, found.state, found.params, context);
  assert(Number.isFinite(second.params.a.sum().item()));
  const report = grouped.evaluationParams(found.state, found.params);
  const rightReport = own.evaluationParams(right.state, right.params);
  assertSameBits(report.a.toTypedArray(), rightReport.a.toTypedArray());
});

Deno.test("a step that reads values refuses to be traced, in words", () => {
  const rule: TreeRule<Options> = defineTreeOptimizer({
    ...frame,
    id: "reading",
    inHost: true,
    init: () => ({}),
    step: ({ g }) => ({ step: g.map((g) => g.mul(g.sum().item())) }),
  });
  const optimizer = rule();
  const w = tensor([1, 2]);
  const { step } = optimizer.step(w, optimizer.init(w), w);
  assertEquals(step.toArray(), [3, 6]);
  assertThrows(
    () =>
      vmap((g: Tensor) => optimizer.step(g, optimizer.init(g), g).step)(
        stack([w]),
      ),
    TypeError,
    "Cannot update: a step of reading reads values, so that it cannot be traced",
  );
  assertEquals(chain(rule(), lookahead()).inHost, true);
});

Deno.test("defineOptimizer() reports where evaluate says, at the steps taken", () => {
  const seen: number[] = [];
  const rule: Rule<Options, Kept<"m">> = defineOptimizer({
    ...frame,
    id: "reporting",
    init: (w) => ({ m: w }),
    step: ({ g, state }) => ({ step: g, state: { m: state.m.add(1) } }),
    evaluate: ({ w, state, t }, { learningRate }) => {
      seen.push(t.item());
      return w.mul(10).add(state.m).add(learningRate);
    },
  });
  const optimizer = rule({ learningRate: (t) => t.mul(100) });
  const w = tensor([2]);
  const fresh = optimizer.init(w);
  assertEquals(optimizer.evaluationParams(fresh, w).toArray(), [122]);
  const next = optimizer.update(tensor([1]), fresh, w);
  const after = optimizer.update(tensor([1]), next.state, next.params);
  assertEquals(
    optimizer.evaluationParams(after.state, after.params).toArray(),
    [204],
  );
  assertEquals(seen, [1, 2]);
});
