import { assertThrows } from "@std/assert";
import {
  adagrad,
  adam,
  defineOptimizer,
  defineTreeOptimizer,
  type Kept,
  scalar,
  type Tensor,
  tensor,
} from "../../mod.ts";

Deno.test("defineOptimizer() refuses tables that are no records", () => {
  const { definition } = adagrad;
  for (const part of ["hyper", "variants", "traits"]) {
    for (const [value, text] of [[undefined, "undefined"], [[], "an array"]]) {
      const other = { ...definition, [part]: value };
      assertThrows(
        () => defineOptimizer(other as typeof definition),
        TypeError,
        `Cannot define adagrad: ${part} must be a record, current value is ` +
          text,
      );
    }
  }
});

Deno.test("a step must keep what init began to keep", () => {
  const w = tensor([1, 2]);
  const { definition } = adagrad;
  const forgetful = (state: object) => {
    const step = ({ g }: { g: Tensor }) => ({ step: g, state });
    return defineOptimizer({ ...definition, step } as typeof definition)();
  };
  for (
    const [state, found] of [
      [{}, "nothing"],
      [undefined, "nothing"],
      [{ v: w }, "v"],
      [{ h: w, v: w }, "h, v"],
    ] as const
  ) {
    const optimizer = forgetful(state as object);
    assertThrows(
      () => optimizer.update(w, optimizer.init(w), w),
      TypeError,
      `Cannot update: the state that adagrad.step returns must hold h, it ` +
        `holds ${found}`,
    );
  }
  const kept = adam();
  kept.update(w, kept.init(w), w);
});

Deno.test("a step must keep what initShared began to keep", () => {
  const { definition } = defineTreeOptimizer<
    { readonly variant?: string },
    Kept<never>,
    Kept<"n">
  >({
    id: "shared",
    family: "both",
    hyper: {},
    variants: { own: {} },
    traits: { coordinatewise: false },
    cite: [],
    init: () => ({}),
    initShared: () => ({ n: scalar(0) }),
    step: ({ g }) => ({ step: g, shared: {} as Kept<"n"> }),
  });
  const optimizer = defineTreeOptimizer(definition)();
  const w = tensor([1, 2]);
  assertThrows(
    () => optimizer.update(w, optimizer.init(w), w),
    TypeError,
    "Cannot update: the state that shared.step returns must hold n, it holds " +
      "nothing",
  );
});

Deno.test("a hyperparameter that is infinite is said to have to be finite", () => {
  assertThrows(
    () => adam({ learningRate: Infinity }),
    RangeError,
    "Cannot create adam: learningRate must be finite and greater than 0, " +
      "current value is Infinity",
  );
});
