import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  chain,
  grad,
  gradientDescent,
  momentum,
  type Optimizer,
  scalar,
  type Tensor,
  tensor,
  vmap,
  weightDecay,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { anyDouble, check } from "../../support/property.ts";
import { elements, floats, round, vector } from "../support.ts";
import { assertRefused } from "./support.ts";

const decays = fc.oneof(
  fc.double({ min: 0, max: 10, noNaN: true }),
  fc.constantFrom(0, 1, 2 ** -1074, 0.1),
);

Deno.test("weightDecay() adds λ·w, rounded to the dtype after each operation", () => {
  const pairs = fc.array(fc.tuple(anyDouble(), anyDouble()), { maxLength: 7 });
  check(
    fc.property(fc.constantFrom(...floats), pairs, decays, (dtype, all, λ) => {
      const to = round[dtype];
      const [u, w] = [0, 1].map((i) => all.map((pair) => to(pair[i])));
      const result = weightDecay(λ).apply(vector(u, dtype), {
        params: vector(w, dtype),
        t: scalar(1),
      });
      assertEquals(result.dtype, dtype);
      const expected = u.map((each, i) => to(each + to(to(λ) * w[i])));
      assertSameBits(elements(result), expected);
    }),
  );
});

Deno.test("weightDecay() before the optimizer is decayed gradients, after it a decayed step", () => {
  const learningRate = 0.5;
  const rule = momentum({ learningRate, momentum: 0.5 });
  const two = (optimizer: Optimizer<{ m: Tensor }>) => {
    let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
    for (const g of [2, -4]) {
      ({ params, state } = optimizer.update(tensor([g]), state, params));
    }
    return [params.item(), state.slots.m.item()];
  };
  // m = ½·(2 + ¼·8) = 2, w = 6; m = ½·2 + ½·(−4 + ¼·6) = −¼, w = 6¼.
  assertEquals(two(chain(weightDecay(0.25), rule)), [6.25, -0.25]);
  // m = 1, w = 8 − 1 − 2 = 5; m = ½ − 2 = −1½, w = 5 + 1½ − 1¼ = 5¼.
  assertEquals(two(chain(rule, weightDecay(0.25))), [5.25, -1.5]);
});

Deno.test("weightDecay() decays by the weights before the update, in its own schedule", () => {
  const optimizer = chain(
    gradientDescent({ learningRate: 1 }),
    weightDecay((t) => t.div(4)),
    weightDecay(0.125),
  );
  const w = tensor([8]);
  const first = optimizer.update(tensor([2]), optimizer.init(w), w);
  assertEquals(first.params.toArray(), [3]); // 8 − 2 − ¼·8 − ⅛·8
  const second = optimizer.update(tensor([0]), first.state, first.params);
  assertEquals(second.params.toArray(), [1.125]); // 3 − ½·3 − ⅛·3
});

Deno.test("weightDecay() may be differentiated and batched", () => {
  const w = tensor([8, -2]);
  const after = (decay: Tensor) => {
    const optimizer = chain(
      gradientDescent({ learningRate: 0.5 }),
      weightDecay(decay),
    );
    return optimizer.update(tensor([1, 1]), optimizer.init(w), w).params;
  };
  const sum = (decay: Tensor) => after(decay).sum();
  assertEquals(grad(sum)(tensor(0.25)).item(), -6);
  assertEquals(vmap(after)(tensor([0, 0.5])).toArray(), [
    [7.5, -2.5],
    [3.5, -1.5],
  ]);
});

Deno.test("weightDecay() refuses what is no decay", () => {
  assertRefused(weightDecay, "decay", "at least 0", [-1, NaN, Infinity]);
});
