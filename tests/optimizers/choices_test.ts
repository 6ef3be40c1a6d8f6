import { assertEquals, assertThrows } from "@std/assert";
import {
  defineOptimizer,
  type HyperparameterValue,
  positive,
  type Rule,
  scalar,
  type Tensor,
  tensor,
} from "../../mod.ts";

interface PushOptions {
  readonly variant?: string;
  readonly learningRate?: HyperparameterValue;
  readonly direction?: "down" | "up";
  readonly start?: "zero" | "one";
}

/** Moves by the learning rate, down or up, and keeps what it chose. */
const push: Rule<PushOptions, { from: Tensor }> = defineOptimizer({
  id: "push",
  family: "plain",
  hyper: {
    learningRate: { default: 1, range: positive, symbol: "η", doc: "size" },
  },
  choices: { direction: ["down", "up"], start: ["zero", "one"] },
  variants: { plain: {}, rising: { direction: "up", learningRate: 2 } },
  traits: { coordinatewise: true },
  cite: [],
  init: (_, __, { start }) => ({ from: scalar(start === "one" ? 1 : 0) }),
  step: ({ g, state }, { learningRate }, { direction }) => ({
    step: (direction === "up" ? learningRate.neg() : learningRate)
      .mul(g.mul(0).add(1)),
    state,
  }),
});

function move(options: PushOptions): number {
  const optimizer = push(options);
  const w = tensor([0]);
  return optimizer.update(w, optimizer.init(w), w).params.toTypedArray()[0];
}

Deno.test("choices are the first, else the variant's, else what is given", () => {
  assertEquals(move({}), -1);
  assertEquals(move({ variant: "rising" }), 2);
  assertEquals(move({ variant: "rising", direction: "down" }), -2);
  assertEquals(move({ direction: undefined }), -1);
  assertEquals(push({ variant: "rising" }).choices, {
    direction: "up",
    start: "zero",
  });
});

Deno.test("choices reach init()", () => {
  const from = (options: PushOptions) =>
    push(options).init(tensor(1)).slots.from.item();
  assertEquals([from({}), from({ start: "one" })], [0, 1]);
});

Deno.test("choices refuse a value or a name that is not there", () => {
  assertThrows(
    () => push({ direction: "upp" as "up" }),
    TypeError,
    'Cannot create push: direction cannot be "upp"; did you mean up?',
  );
  assertThrows(
    () => push({ direction: null as unknown as "up" }),
    TypeError,
    "Cannot create push: direction cannot be null; there are down, up",
  );
  assertThrows(
    () => push({ directoin: "up" } as PushOptions),
    TypeError,
    "Cannot create push: it has no hyperparameter directoin; did you mean " +
      "direction?",
  );
});
