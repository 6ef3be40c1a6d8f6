/** States, rates, derivatives and batches of optimizers in chains. */
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  chain,
  clipByGlobalNorm,
  clipByValue,
  decodeTree,
  encodeTree,
  grad,
  gradientDescent,
  minimize,
  momentum,
  type OptimizerState,
  rmsprop,
  type Tensor,
  tensor,
  type TensorJSON,
  treeFromJSON,
  vmap,
  weightDecay,
} from "../../mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import { assertSameBits } from "../support/bits.ts";
import { check } from "../support/property.ts";
import { arrive, courses, elements, follow, lecture } from "./support.ts";

const valley = (w: Tensor) =>
  w.mul(tensor([5, 0.5, 1])).square().sum().add(w.sum().square());

Deno.test("chain() goes on from a state kept as JSON or bytes, bit for bit", () => {
  const build = () =>
    chain(
      clipByGlobalNorm((t) => t.sqrt()),
      weightDecay(0.01),
      momentum({ learningRate: (t) => t.pow(-1).mul(0.1), momentum: 0.9 }),
      weightDecay((t) => t.mul(1e-3)),
      clipByValue(0.5),
    );
  type State = OptimizerState<Tensor, { m: Tensor }>;
  const whole = minimize(valley, tensor([1, -2, 3]), build(), { steps: 9 });
  const half = minimize(valley, tensor([1, -2, 3]), build(), { steps: 4 });
  const kept = { params: half.params, state: half.state };
  const json = treeFromJSON(JSON.parse(JSON.stringify(kept)) as TensorJSON);
  const bytes = decodeTree(encodeTree(kept));
  for (const tree of [json, bytes] as unknown[]) {
    const { params, state } = tree as { params: Tensor; state: State };
    const rest = minimize(valley, params, build(), { steps: 5, state });
    assertSameBits(elements(rest.params), elements(whole.params));
    assertSameBits(
      flattenTree("test", rest.state).leaves.flatMap(elements),
      flattenTree("test", whole.state).leaves.flatMap(elements),
    );
  }
});

Deno.test("chain() has the state of its optimizer, which either may go on from", () => {
  const optimizer = rmsprop();
  const w = tensor([1, 2]);
  const chained = chain(clipByGlobalNorm(1), optimizer);
  const { state, params } = chained.update(w, chained.init(w), w);
  assertEquals(Object.keys(state), ["count", "slots"]);
  assertEquals(Object.keys(state.slots), ["h"]);
  assertEquals(optimizer.update(w, state, params).state.count.item(), 2);
});

Deno.test("chain() has the learning rate of its optimizer", () => {
  const optimizer = gradientDescent({ learningRate: (t) => t.mul(0.25) });
  const chained = chain(clipByValue(1), optimizer, weightDecay(0.1));
  const w = tensor([1]);
  const state = chained.init(w);
  assertEquals(chained.learningRate(state).item(), 0.25);
  const next = chained.update(w, state, w).state;
  assertEquals(chained.learningRate(next).item(), 0.5);
});

Deno.test("chain() can be differentiated by thresholds and rates, through steps", () => {
  // From w = 4 with g = w: clipped to c, w₁ = 4 − ηc; w₂ = w₁ − ηc.
  const end = ({ c, rate }: { c: Tensor; rate: Tensor }) => {
    const optimizer = chain(
      clipByGlobalNorm(c),
      gradientDescent({ learningRate: rate }),
    );
    let [params, state] = [tensor(4), optimizer.init(tensor(4))];
    for (let i = 0; i < 2; i++) {
      ({ params, state } = optimizer.update(params, state, params));
    }
    return params;
  };
  const by = grad(end)({ c: tensor(0.5), rate: tensor(0.25) });
  assertEquals([by.c.item(), by.rate.item()], [-0.5, -1]);
  const free = grad(end)({ c: tensor(9), rate: tensor(0.25) });
  // Not clipped: w₂ = (1 − η)²·4.
  assertEquals([free.c.item() + 0, free.rate.item()], [0, -6]);
});

Deno.test("chain() gives instances of a batch the bits of each alone", () => {
  check(
    fc.property(
      courses({ dtype: "float64", minLength: 1, maxSteps: 3 }),
      fc.array(fc.double({ min: 0.01, max: 9, noNaN: true }), {
        minLength: 1,
        maxLength: 4,
      }),
      (course, thresholds) => {
        for (const rule of Object.keys(lecture)) {
          const build = (c: Tensor | number) =>
            chain(clipByGlobalNorm(c), lecture[rule](0.1, 0.9), clipByValue(c));
          const together = vmap((c: Tensor) =>
            follow(build(c), course).at(-1)!.params
          )(tensor(thresholds));
          assertSameBits(
            elements(together),
            thresholds.flatMap((c) => arrive(build(c), course)),
          );
        }
      },
    ),
    { numRuns: 25 },
  );
});

Deno.test("chain() doesn't hide a gradient that is not finite: the run diverges", () => {
  // The logarithm of the least number is finite, and its slope is not.
  const { status, steps, loss, params } = minimize(
    (w: Tensor) => w.log().sum(),
    tensor([Number.MIN_VALUE, 1]),
    chain(clipByGlobalNorm(1), gradientDescent({ learningRate: 0.5 })),
    { steps: 3 },
  );
  assertEquals([status, steps, loss], ["diverged", 1, NaN]);
  assertEquals(elements(params), [NaN, 1]);
});

Deno.test("chain() changes nothing that it is given", () => {
  const optimizer = Object.freeze(
    chain(clipByGlobalNorm(0.5), momentum(), weightDecay(0.1)),
  );
  const w = tensor([1, 2]);
  const g = tensor([3, 4]);
  const state = Object.freeze(optimizer.init(w));
  Object.freeze(state.slots);
  const first = optimizer.update(g, state, w);
  const again = optimizer.update(g, state, w);
  assertSameBits(elements(again.params), elements(first.params));
  assertEquals([elements(w), elements(g)], [[1, 2], [3, 4]]);
  assertEquals([state.count.item(), elements(state.slots.m)], [0, [0, 0]]);
});
