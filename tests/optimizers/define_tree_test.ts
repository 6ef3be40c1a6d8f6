/** Rules of whole trees: what is kept for all, where to report. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { compile } from "../../autodiff/compile.ts";
import {
  decodeTree,
  defineOptimizer,
  encodeTree,
  gradientDescent,
  type Kept,
  key,
  minimize,
  type OptimizerState,
  type Rule,
  scalar,
  type SharedState,
  stack,
  stepInputs,
  type Tensor,
  tensor,
  total,
  treeFromJSON,
  vmap,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import {
  assertSameParams,
  bumpy,
  frame,
  leaves,
  type Options,
  type Params,
  rich,
  start,
  steps,
} from "./rich_rule.ts";

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
