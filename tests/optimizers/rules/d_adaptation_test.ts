import { assert, assertEquals } from "@std/assert";
import { dAdaptation, prodigy, type Tensor, tensor } from "../../../mod.ts";
import type { SharedState } from "../../../optimizers/optimizer.ts";
import { references } from "../references.ts";
import { gradients, optimizerOf, start } from "../trajectories.ts";

type Options = Parameters<typeof dAdaptation>[0];

/** The weight and the estimate after each gradient, from w. */
function along(
  rule: typeof dAdaptation | typeof prodigy,
  options: Options,
  gradients: readonly number[],
  w = 0,
): { readonly weights: number[]; readonly estimates: number[] } {
  const optimizer = rule(options as never);
  let [params, state] = [tensor([w]), optimizer.init(tensor([w]))];
  const [weights, estimates]: number[][] = [[], []];
  for (const g of gradients) {
    ({ params, state } = optimizer.update(tensor([g]), state, params));
    weights.push(params.toTypedArray()[0]);
    const { d } = (state as SharedState<Tensor, unknown>).shared;
    estimates.push(d.item());
  }
  return { weights, estimates };
}

const plain: Options = { variant: "sgd", beta1: 0, distance: 1 };

Deno.test("dAdaptation() as sgd estimates twice the mean product over the sum", () => {
  const { weights, estimates } = along(dAdaptation, plain, [4, 4, 4, 4]);
  // u = 1, 1, 1, 2 add up to s = 1, 2, 3, 5; r = 0, 1, 3, 9; d = 2r/s.
  assertEquals(weights, [-1, -2, -3, -5]);
  assertEquals(estimates, [1, 1, 2, 18 / 5]);
});

Deno.test("dAdaptation() as sgd has one norm of all tensors, of the first gradient", () => {
  const optimizer = dAdaptation(plain);
  let params = { a: tensor([0, 0]), b: tensor(0) };
  let state = optimizer.init(params);
  for (const size of [0, 1, 64]) {
    const g = { a: tensor([2 * size, -size]), b: tensor(2 * size) };
    ({ params, state } = optimizer.update(g, state, params));
  }
  // The norm of the first that is not 0 is 3; steps of a third, then of 64.
  const steps = 1 / 3 + 64 / 3;
  const near = (x: number, y: number) => Math.abs(x - y) <= 1e-14 * steps;
  assert(near(params.b.item(), -2 * steps), `${params.b.item()}`);
  assert(near(params.a.toTypedArray()[1], steps));
});

Deno.test("dAdaptation() as sgd counts nothing as more than 10⁴⁰ first gradients", () => {
  const far = along(dAdaptation, plain, [2 ** -500, 2 ** 500]);
  assertEquals(far.weights, [-1, -1e40]);
  assert(Number.isFinite(far.estimates[1]));
});

Deno.test("dAdaptation() adds the decay to the gradient, or to the step", () => {
  const options = { distance: 0.5, weightDecay: 0.25, epsilon: 0, beta1: 0 };
  const decayOf = (weightDecayPlacement: "inside" | "outside") =>
    along(dAdaptation, { ...options, weightDecayPlacement }, [0], 8).weights[0];
  // Outside: 0.5 · 0.25 · 8. Inside: g = 2, over the root of 0.001 · 2².
  assertEquals(decayOf("outside"), 7);
  const inside = 8 - 0.5 / Math.sqrt(0.001);
  assert(Math.abs(decayOf("inside") - inside) < 1e-12);
});

Deno.test("prodigy() with safeguardWarmup leaves the rate out of the sum", () => {
  const gradients = Array.from({ length: 40 }, () => 3);
  const estimates = (safeguardWarmup: "off" | "on", learningRate: number) =>
    along(prodigy, { safeguardWarmup, learningRate } as Options, gradients)
      .estimates;
  // The same at a rate of 1; a small one, to which r is proportional, makes the
  // estimate small: before it has grown, γ times as far.
  assertEquals(estimates("on", 1), estimates("off", 1));
  const [on, off] = [estimates("on", 2 ** -6), estimates("off", 2 ** -6)];
  assert(off.at(-1)! > 1.05e-6, `${off.at(-1)}`);
  assertEquals(on.at(-1), 1e-6);
});

Deno.test("the estimate grows along the scheduled trajectories of its references", () => {
  const all = references.flatMap(({ cases }) => cases).filter((
    { rule, schedule },
  ) => ["d-adaptation", "prodigy"].includes(rule) && schedule !== undefined);
  assert(all.length >= 13, `${all.length}`);
  for (const trajectory of all) {
    const optimizer = optimizerOf(trajectory);
    let params = tensor([...start]);
    let state = optimizer.init(params);
    for (const row of gradients) {
      ({ params, state } = optimizer.update(tensor([...row]), state, params));
    }
    const { d } = (state as SharedState<Tensor, unknown>).shared;
    const first = (optimizer.hyperparameters as { distance: number }).distance;
    const { rule, variant, name } = trajectory;
    assert(d.item() > 1.25 * first, `${rule} ${variant} ${name}: ${d.item()}`);
  }
});
