/** Values at the ends of ranges, which the rules' sources allow or rule out. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  adafactor,
  rprop,
  scheduleFreeAdamw,
  scheduleFreeSgd,
  tensor,
} from "../../../mod.ts";

for (const rule of [scheduleFreeSgd, scheduleFreeAdamw]) {
  const at = (x: number) =>
    rule === scheduleFreeSgd ? { beta: x } : { beta1: x };
  Deno.test(`${rule.id}() with β = 1 takes gradients at the average itself`, () => {
    const optimizer = rule({ learningRate: 0.5, ...at(1) });
    let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
    for (const g of [4, -1, 2]) {
      ({ params, state } = optimizer.update(tensor([g]), state, params));
      const average = optimizer.evaluationParams(state, params);
      assertEquals(params.toArray(), average.toArray());
    }
    assert(params.toTypedArray()[0] !== 8);
    assertThrows(() => rule(at(1.5)), RangeError, "in [0, 1]");
  });
}

Deno.test("adafactor() with τ = 1 keeps the mean of all squares", () => {
  const hyper = { decayExponent: 1, epsilon: 0, learningRate: 1 };
  const optimizer = adafactor(hyper);
  const w = tensor([1]);
  let state = optimizer.init(w);
  for (const g of [1, 3, 5, 7]) {
    ({ state } = optimizer.update(tensor([g]), state, w));
  }
  const [mean] = state.slots.v.toTypedArray();
  assert(Math.abs(mean - (1 + 9 + 25 + 49) / 4) < 1e-14, `${mean}`);
  assertThrows(
    () => adafactor({ decayExponent: 1.5 }),
    RangeError,
    "decayExponent must be in [0, 1]",
  );
});

Deno.test("rprop() refuses sizes that shrink where the sign stays", () => {
  assertThrows(
    () => rprop({ increase: 0.5 }),
    RangeError,
    "increase must be at least 1, current value is 0.5",
  );
  assertEquals(rprop({ increase: 1 }).id, "rprop");
});
