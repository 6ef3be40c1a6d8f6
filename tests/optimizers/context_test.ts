/** What steps need beside gradients, and who hands it on. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  accumulateGradients,
  chain,
  clipByValue,
  defineStatefulTransformation,
  defineTreeOptimizer,
  gradientDescent,
  lookahead,
  masked,
  parameterGroups,
  type SharedState,
  stack,
  stepInputs,
  type Tensor,
  tensor,
  type TreeRule,
  vmap,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import {
  assertSameParams,
  bumpy,
  frame,
  type Options,
  type Params,
  rich,
  start,
  steps,
} from "./rich_rule.ts";

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
