import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  adagrad,
  chain,
  clipByGlobalNorm,
  dAdaptation,
  exponentialAverage,
  gradientDescent,
  type Leaf,
  momentum,
  type Optimizer,
  parameterGroups,
  type Slot,
  type Tensor,
  tensor,
  weightDecay,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  courses,
  elements,
  follow,
  make,
  settings,
  slots,
  vector,
} from "../support.ts";

Deno.test("parameterGroups() moves each group as its optimizer would alone", () => {
  const course = courses({ dtype: "float64", minLength: 1, maxSteps: 4 });
  check(
    fc.property(settings(), settings(), course, course, (one, two, a, b) => {
      const n = Math.min(a.gradients.length, b.gradients.length);
      const groups = parameterGroups(
        { one: make(one), two: make(two), still: "frozen" },
        { a: "one", b: ["two"], c: "still" },
      );
      const of = (a: readonly number[], b: readonly number[]) => ({
        a: vector(a),
        b: [vector(b)],
        c: tensor([1, -0]),
      });
      let params = of(a.w, b.w);
      let state = groups.init(params);
      const alone = [
        follow(make(one), { ...a, gradients: a.gradients.slice(0, n) }),
        follow(make(two), { ...b, gradients: b.gradients.slice(0, n) }),
      ];
      for (let i = 0; i <= n; i++) {
        const [first, second] = alone.map((points) => points[i]);
        assertSameBits(elements(params.a), elements(first.params));
        assertSameBits(elements(params.b[0]), elements(second.params));
        assertSameBits(elements(params.c), [1, -0]);
        assertEquals(
          slots({ ...state, slots: state.slots.a }),
          slots(first.state),
        );
        assertEquals(
          slots({ ...state, slots: state.slots.b[0] }),
          slots(second.state),
        );
        assertEquals(state.slots.c, {});
        const shared = alone.some((points) => "shared" in points[i].state);
        assertEquals(
          Object.keys(state),
          ["count", "slots", ...shared ? ["shared"] : []],
        );
        assertEquals(state.count.item(), i);
        if (i === n) break;
        const grads = of(a.gradients[i], b.gradients[i]);
        ({ params, state } = groups.update(grads, state, params));
      }
    }),
    { numRuns: 60 },
  );
});

interface Model {
  readonly layer: { readonly w: Tensor; readonly b: Tensor };
  readonly out: Tensor;
}
const model: Model = {
  layer: { w: tensor([[3]]), b: tensor([4], "float32") },
  out: tensor(5),
};

Deno.test("parameterGroups() asks for each parameter's path, shape and dtype", () => {
  const seen: Leaf[] = [];
  const optimizer = parameterGroups({
    all: gradientDescent({ learningRate: 1 }),
  }, (leaf) => {
    seen.push(leaf);
    return "all";
  });
  optimizer.init(model);
  assertEquals(seen, [
    { path: ".layer.b", shape: [1], dtype: "float32" },
    { path: ".layer.w", shape: [1, 1], dtype: "float64" },
    { path: ".out", shape: [], dtype: "float64" },
  ]);
});

Deno.test("parameterGroups() takes norms over a group alone, and goes into chains", () => {
  const descent = gradientDescent({ learningRate: 1 });
  const groups = parameterGroups({
    clipped: chain(clipByGlobalNorm(2.5), descent),
    free: descent,
  }, ({ path }) => path === ".out" ? "free" : "clipped");
  const optimizer = chain(groups, weightDecay(1));
  const { step } = optimizer.step(model, optimizer.init(model), model);
  assertEquals(elements(step.layer.w), [1.5 + 3]);
  assertEquals(elements(step.layer.b), [2 + 4]);
  assertEquals(step.layer.b.dtype, "float32");
  assertEquals(elements(step.out), [10]);
});

Deno.test("parameterGroups() moves one tensor, or none at all", () => {
  const one = parameterGroups({
    some: momentum({ learningRate: 1 }),
    still: "frozen",
  }, "some");
  const w = tensor([3]);
  const next = one.update(w, one.init(w), w);
  assertEquals(elements(next.params), [0]);
  assertEquals(elements((next.state.slots as Slot).m), [3]);
  const none = parameterGroups({ still: "frozen" }, () => "still");
  const first = none.update(model, none.init(model), model);
  assertEquals(elements(first.params.out), [5]);
  assertEquals(first.state.count.item(), 1);
  const second = none.update(model, first.state, first.params);
  assertEquals(second.state.count.item(), 2);
});

Deno.test("parameterGroups() evaluates each group where its optimizer does", () => {
  const descent = gradientDescent({ learningRate: 1 });
  const optimizer = parameterGroups({
    averaged: chain(descent, exponentialAverage({ decay: 0.5 })),
    plain: descent,
    still: "frozen",
  }, { layer: { w: "averaged", b: "plain" }, out: "still" });
  assertEquals(optimizer.keeps, ["averaged.exponential-average"]);
  const { params, state } = optimizer.update(
    model,
    optimizer.init(model),
    model,
  );
  const at = optimizer.evaluationParams(state, params);
  assertEquals(elements(at.layer.w), [1.5]);
  assertEquals(elements(at.layer.b), [0]);
  assertEquals(elements(at.out), [5]);
});

Deno.test("parameterGroups() describes itself", () => {
  const optimizer = parameterGroups({
    a: adagrad({ learningRate: 0.25, variant: "keras" }),
    b: momentum(),
    c: "frozen",
  }, () => "a");
  assertEquals(
    optimizer.id,
    "parameter-groups (a: adagrad/keras, b: momentum, c: frozen)",
  );
  assertEquals(optimizer.hyperparameters["a.learningRate"], 0.25);
  assert("b.momentum" in optimizer.hyperparameters);
  assertEquals(
    optimizer.choices,
    Object.fromEntries(
      [adagrad({ variant: "keras" }), momentum()].flatMap(({ choices }, i) =>
        Object.entries(choices)
          .map(([name, value]) => [`${"ab"[i]}.${name}`, value])
      ),
    ),
  );
  const { traits } = optimizer;
  assertEquals(traits, {
    coordinatewise: false,
    ignoresWeights: true,
    odd: true,
    degree: undefined,
  });
  const decayed = chain(momentum(), weightDecay(1)) as Optimizer<unknown>;
  const both = parameterGroups({ decayed, plain: momentum() }, "plain");
  assertEquals(both.traits.ignoresWeights, false);
  const same = parameterGroups({ a: momentum(), b: momentum() }, "a");
  assertEquals(same.traits.degree, momentum().traits.degree);
});

Deno.test("parameterGroups() refuses what it cannot do", () => {
  const refuse = (call: () => unknown, message: string) =>
    assertEquals(assertThrows(call, TypeError).message, message);
  const groups = parameterGroups as (a: unknown, b: unknown) => Optimizer<Slot>;
  const cannot = "Cannot create parameterGroups:";
  refuse(() => groups({}, "a"), `${cannot} there must be a group`);
  refuse(
    () => groups([], "a"),
    `${cannot} options must be a record, current value is an array`,
  );
  refuse(
    () => groups({ a: momentum }, "a"),
    `${cannot} a must be what a rule gives when called, or "frozen", current ` +
      "value is a function",
  );
  refuse(
    () => groups({ a: "frosen" }, "a"),
    `${cannot} a must be what a rule gives when called, or "frozen", current ` +
      'value is "frosen"',
  );
  const some = groups({ a: momentum(), b: "frozen" }, {
    layer: { w: "a", b: "c" },
    out: "b",
  });
  const end = "must be one of a, b, current value is";
  refuse(() => some.init(model), `Cannot update: group.layer.b ${end} "c"`);
  const other = groups({ a: momentum(), b: "frozen" }, () => undefined);
  refuse(
    () => other.init(model),
    `Cannot update: group.layer.b ${end} undefined`,
  );
  const one = groups({ a: momentum() }, () => "a");
  refuse(
    () => one.learningRate(one.init(model)),
    "Cannot read learningRate: each group of parameter-groups has its own",
  );
  refuse(
    () => one.update(model.layer as never, one.init(model), model),
    "Cannot update: gradients must have the structure of the parameters; " +
      "expected .layer.b, found .b",
  );
  refuse(
    () => one.update(model, undefined as never, model),
    "Cannot update: expected a state with a count, as init(parameters) makes " +
      "it, current value is undefined",
  );
});

Deno.test("parameterGroups() tells groups apart whose names begin alike", () => {
  const optimizer = chain(dAdaptation(), exponentialAverage());
  const groups = parameterGroups(
    { d: optimizer, dd: optimizer },
    { a: "d", b: "dd" },
  );
  const [a, b] = [tensor([1, 2]), tensor([3])];
  let [params, state] = [{ a, b }, groups.init({ a, b })];
  let [own, alone] = [a, optimizer.init(a)];
  for (let t = 1; t <= 3; t++) {
    ({ params, state } = groups.update(params, state, params));
    ({ params: own, state: alone } = optimizer.update(own, alone, own));
    assertSameBits(elements(params.a), elements(own));
  }
});
