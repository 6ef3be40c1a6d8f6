import { assertEquals } from "@std/assert";
import {
  defineOptimizer,
  divide,
  type HyperparameterValue,
  type Optimizer,
  type OptimizerState,
  positive,
  type Rule,
  type Slot,
  stack,
  type Tensor,
  tensor,
  vmap,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { type AnyOptimizer, elements, lecture, slots } from "./support.ts";

interface Options {
  readonly variant?: string;
  readonly learningRate?: HyperparameterValue;
}

/** A rule with t itself in slot and step: m ← m + 0.1·t·g and m·η/(t + 2). */
const counting: Rule<Options, { m: Tensor }> = defineOptimizer({
  id: "counting",
  family: "plain",
  hyper: {
    learningRate: { default: 1, range: positive, symbol: "η", doc: "size" },
  },
  variants: { own: {} },
  traits: { coordinatewise: true },
  cite: [],
  init: (w) => ({ m: w.mul(0) }),
  step({ g, state, t }, { learningRate }) {
    const m = state.m.add(g.mul(t.mul(0.1)));
    return { step: m.mul(learningRate).div(t.add(2)), state: { m } };
  },
});

/** Schedules: of float64 alone, and one that meets a float32 on its way. */
const schedules: ((t: Tensor) => Tensor)[] = [
  (t) => divide(0.7, t.add(8)),
  (t) => t.mul(tensor(0.1, "float32")).cast("float64"),
];

const optimizers: AnyOptimizer[] = schedules.flatMap((schedule) => [
  ...Object.values(lecture).map((make) => make(schedule, 0.9)),
  counting({ learningRate: schedule }) as Optimizer<unknown> as AnyOptimizer,
]);

const single = (numbers: number[]) => tensor(numbers, "float32");
const start = single([1, -0.3, 0.7]);
const gradients = [[0.1, 0.2, -3], [0.7, 0, 1e-3], [-0.3, 9, 0.1]].map(single);

/** The state after three steps, and the parameters. */
function train(optimizer: AnyOptimizer) {
  let [params, state] = [start, optimizer.init(start)];
  for (const g of gradients) {
    ({ params, state } = optimizer.update(g, state, params));
  }
  return { params, state };
}

type State = OptimizerState<Tensor, Slot>;

/** A state made of nothing but the numbers of another. */
function restored({ count, slots }: State, n = count.item()): State {
  const copies = Object.entries(slots as Slot).map(([name, x]) =>
    [name, single(elements(x))] as const
  );
  return { count: tensor(n), slots: Object.fromEntries(copies) };
}

Deno.test("update() gives a state whose count is restored the same bits in float32", () => {
  for (const optimizer of optimizers) {
    const { params, state } = train(optimizer);
    const again = restored(state);
    assertEquals(again.count.item(), 3);
    const expected = optimizer.update(gradients[0], state, params);
    const actual = optimizer.update(gradients[0], again, params);
    assertEquals(actual.params.dtype, "float32");
    assertSameBits(
      actual.params.toTypedArray(),
      expected.params.toTypedArray(),
      optimizer.id,
    );
    assertEquals(slots(actual.state), slots(expected.state));
    assertEquals(actual.state.count.item(), 4);
    assertSameBits(
      optimizer.learningRate(again).item(),
      optimizer.learningRate(state).item(),
    );
    const { step } = optimizer.step(gradients[0], again, params);
    assertSameBits(
      step.toTypedArray(),
      optimizer.step(gradients[0], state, params).step.toTypedArray(),
    );
  }
});

Deno.test("update() makes of a restored count one that takes a dtype", () => {
  for (const optimizer of optimizers) {
    const { params, state } = train(optimizer);
    const next = optimizer.update(gradients[0], restored(state), params);
    assertEquals(next.state.count.mul(params).dtype, "float32");
  }
});

Deno.test("update() gives counts mapped by vmap the bits they have alone", () => {
  const counts = [0, 3, 41];
  for (const optimizer of optimizers) {
    const { params, state } = train(optimizer);
    const next = (count: Tensor) => {
      const own = { ...restored(state), count };
      const { params: after, state: last } = optimizer
        .update(gradients[0], own, params);
      return {
        after,
        slots: last.slots as Record<string, Tensor>,
        count: last.count.mul(1),
        rate: optimizer.learningRate(own).mul(1),
      };
    };
    const together = vmap(next)(tensor(counts));
    const alone = counts.map((n) =>
      optimizer.update(gradients[0], restored(state, n), params)
    );
    assertEquals(together.after.dtype, "float32");
    assertSameBits(
      together.after.toTypedArray(),
      stack(alone.map(({ params }) => params)).toTypedArray(),
      optimizer.id,
    );
    for (const [name, x] of Object.entries(together.slots)) {
      const each = alone.map(({ state }) => slots(state)[name]);
      assertSameBits(elements(x), each.flat());
    }
    assertEquals(elements(together.count), [1, 4, 42]);
    assertSameBits(
      elements(together.rate),
      counts.map((n) => optimizer.learningRate(restored(state, n)).item()),
    );
  }
});
