import { assertEquals, assertThrows } from "@std/assert";
import {
  adagrad,
  defineOptimizer,
  gradientDescent,
  type HyperparameterValue,
  momentum,
  positive,
  rmsprop,
  type Rule,
  rules,
  scalar,
  type Tensor,
  tensor,
  zeros,
  zerosLike,
} from "../../mod.ts";

function assertRefused(call: () => unknown, message: string): void {
  const error = assertThrows(call, TypeError);
  assertEquals((error as Error).message, message);
}

const pair = { w: tensor([1, 2]), b: tensor(3) };

Deno.test("init() starts at count 0 with zeros of each leaf's kind", () => {
  const params = { a: [tensor([[1, 2]], "float32")], b: zeros([0, 3]) };
  const { count, slots } = rmsprop().init(params);
  assertEquals([count.item(), count.dtype, count.shape], [0, "float64", []]);
  assertEquals(slots.a[0].h.toArray(), [[0, 0]]);
  assertEquals(slots.a[0].h.dtype, "float32");
  assertEquals([slots.b.h.shape, slots.b.h.dtype], [[0, 3], "float64"]);
  assertEquals(momentum().init(params).slots.a[0].m.dtype, "float32");
});

Deno.test("init() and update() refuse parameters that aren't floats", () => {
  for (const rule of rules) {
    const optimizer = rule();
    const bad = { w: tensor([1]), n: [tensor([1], "int32")] };
    const end = "a parameter must be float64 or float32 to have a " +
      "derivative; dtype of parameters.n[0] is int32";
    assertRefused(() => optimizer.init(bad), `Cannot init: ${end}`);
    const good = { w: tensor([1]), n: [tensor([1])] };
    const state = optimizer.init(good);
    assertRefused(
      () => optimizer.update(bad, state, bad),
      `Cannot update: ${end}`,
    );
  }
});

Deno.test("init() refuses what is not a tree of tensors", () => {
  assertRefused(
    () => adagrad().init({ w: [1] } as never),
    "Cannot init: expected a tensor, a record or an array at .w[0], current " +
      "value is 1; make a tensor of it by tensor()",
  );
});

Deno.test("update() refuses gradients of another structure", () => {
  for (const optimizer of rules.map((rule) => rule())) {
    const state = optimizer.init(pair);
    const must = "Cannot update: gradients must have the structure of the " +
      "parameters; expected";
    for (
      const [grads, text] of [
        [{ w: pair.w }, ".b, found .w"],
        [{ b: pair.b }, ".w, found no further leaf"],
        [{ b: pair.b, v: pair.w }, ".w, found .v"],
        [{ ...pair, x: pair.b }, "no further leaf, found .x"],
        [pair.w, ".b, found a single tensor"],
        [[pair.b, pair.w], ".b, found [0]"],
      ] as const
    ) {
      assertRefused(
        () => optimizer.update(grads as never, state, pair),
        `${must} ${text}`,
      );
    }
    assertRefused(
      () => optimizer.update(undefined as never, state, pair),
      "Cannot update: expected a tensor, a record or an array, current value " +
        "is undefined",
    );
  }
});

Deno.test("update() refuses gradients of another shape or dtype", () => {
  for (const optimizer of rules.map((rule) => rule())) {
    const state = optimizer.init(pair);
    assertRefused(
      () => optimizer.update({ w: tensor([1]), b: pair.b }, state, pair),
      "Cannot update: gradients.w must be float64 of shape [2], it is " +
        "float64 of shape [1]",
    );
    assertRefused(
      () => optimizer.step({ ...pair, b: tensor(1, "float32") }, state, pair),
      "Cannot update: gradients.b must be float64 of shape [], it is " +
        "float32 of shape []",
    );
  }
});

Deno.test("update() refuses the state of another rule", () => {
  const state = momentum().init(pair);
  const must = "Cannot update: state.slots must have the structure of the " +
    "parameters; expected";
  assertRefused(
    () => adagrad().update(pair, state as never, pair),
    `${must} .b.h, found .b.m`,
  );
  assertRefused(
    () => gradientDescent().update(pair, state as never, pair),
    `${must} no further leaf, found .b.m`,
  );
  assertRefused(
    () => momentum().update(pair, gradientDescent().init(pair) as never, pair),
    `${must} .b.m, found no further leaf`,
  );
});

Deno.test("update() refuses the state of other parameters", () => {
  const optimizer = adagrad();
  assertRefused(
    () => optimizer.update(pair.w, optimizer.init(pair) as never, pair.w),
    "Cannot update: state.slots must have the structure of the parameters; " +
      "expected .h, found .b.h",
  );
  // Shapes that broadcast are no better.
  for (const other of [[1], [3], [2, 2], []]) {
    assertRefused(
      () => optimizer.update(pair.w, optimizer.init(zeros(other)), pair.w),
      "Cannot update: state.slots.h must be float64 of shape [2], it is " +
        `float64 of shape [${other.join(", ")}]`,
    );
  }
  const single = tensor([1, 2], "float32");
  assertRefused(
    () => optimizer.update(single, optimizer.init(pair.w), single),
    "Cannot update: state.slots.h must be float32 of shape [2], it is " +
      "float64 of shape [2]",
  );
});

Deno.test("update() and learningRate() refuse what is no state", () => {
  const optimizer = momentum();
  const kinds = [[undefined, "undefined"], [null, "null"], [{}, "an object"]];
  for (const [state, text] of kinds) {
    const end = "expected a state with a count, as init(parameters) makes " +
      `it, current value is ${text}`;
    assertRefused(
      () => optimizer.update(pair, state as never, pair),
      `Cannot update: ${end}`,
    );
    assertRefused(
      () => optimizer.learningRate(state as never),
      `Cannot learningRate: ${end}`,
    );
  }
  assertRefused(
    () => optimizer.update(pair, { count: scalar(0) } as never, pair),
    "Cannot update: expected a tensor, a record or an array, current value " +
      "is undefined",
  );
});

interface SteppingOptions {
  readonly variant?: string;
  readonly size?: HyperparameterValue;
}

/** A rule whose step is what the function makes of the gradient. */
function stepping(
  step: (g: Tensor) => Tensor,
): Rule<SteppingOptions, Record<never, never>> {
  return defineOptimizer({
    id: "stepping",
    family: "plain",
    hyper: { size: { default: 1, range: positive, symbol: "s", doc: "size" } },
    variants: { own: {} },
    traits: { coordinatewise: false },
    cite: [],
    init: () => ({}),
    step: ({ g, state }) => ({ step: step(g), state }),
  });
}

Deno.test("update() refuses a step that isn't like its parameter", () => {
  for (
    const [step, text] of [
      [(g: Tensor) => g.sum(), "float64 of shape []"],
      [(g: Tensor) => g.reshape([2, 1]), "float64 of shape [2, 1]"],
      [(g: Tensor) => g.cast("float32"), "float32 of shape [2]"],
    ] as const
  ) {
    const optimizer = stepping(step)();
    const w = tensor([1, 2]);
    assertRefused(
      () => optimizer.update({ w }, optimizer.init({ w }), { w }),
      `Cannot update: stepping.step.w must be float64 of shape [2], it is ${text}`,
    );
  }
});

Deno.test("init() gives the rule its hyperparameters at step 1", () => {
  const rule: Rule<SteppingOptions, { h: Tensor }> = defineOptimizer({
    ...stepping((g) => g).definition,
    init: (w, { size }) => ({ h: zerosLike(w).add(size) }),
    step: ({ state }) => ({ step: state.h, state }),
  });
  const optimizer = rule({ size: (t) => t.add(0.5) });
  const w = tensor([0, 1], "float32");
  const state = optimizer.init(w);
  assertEquals(state.slots.h.toArray(), [1.5, 1.5]);
  assertEquals(state.slots.h.dtype, "float32");
  assertEquals(optimizer.update(w, state, w).params.toArray(), [-1.5, -0.5]);
});

Deno.test("learningRate() says when the rule has none", () => {
  const optimizer = stepping((g) => g)();
  const w = tensor([1, 2]);
  const state = optimizer.init(w);
  assertEquals(optimizer.update(w, state, w).params.toArray(), [0, 0]);
  assertRefused(
    () => optimizer.learningRate(state),
    "Cannot read learningRate: stepping has no hyperparameter learningRate",
  );
});

Deno.test("update() takes trees whatever the order of their keys", () => {
  const optimizer = momentum({ learningRate: 1 });
  const grads = { b: tensor(10), w: tensor([20, 30]) };
  const state = optimizer.init({ w: pair.w, b: pair.b });
  const { params } = optimizer.update(grads, state, { b: pair.b, w: pair.w });
  assertEquals(params.w.toArray(), [-19, -28]);
  assertEquals(params.b.item(), -7);
});

Deno.test("step() gives a tree like the parameters", () => {
  const optimizer = adagrad({ learningRate: 1 });
  const { step, state } = optimizer.step(pair, optimizer.init(pair), pair);
  assertEquals(Object.keys(step).sort(), ["b", "w"]);
  assertEquals(step.w.toArray(), [1, 1]);
  assertEquals(step.b.item(), 1);
  assertEquals(state.slots.w.h.toArray(), [1, 4]);
});
