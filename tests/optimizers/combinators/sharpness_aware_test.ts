import { assertEquals, assertThrows } from "@std/assert";
import {
  adam,
  chain,
  gradientDescent,
  momentum,
  polyakAverage,
  sam,
  sharpnessAware,
  sophia,
  stepInputs,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { descend } from "../function_trajectories.ts";

Deno.test("sharpnessAware() around gradient descent is sam(), in every bit", () => {
  const learningRate = 0.0625;
  const rule = gradientDescent({ learningRate });
  for (const radius of [0, 0.05, 0.5]) {
    const around = descend(sharpnessAware(rule, { radius }));
    const own = descend(sam({ learningRate, radius }));
    around.forEach((point, t) => assertSameBits(point, own[t]));
  }
});

Deno.test("sharpnessAware() with radius 0 is the optimizer itself", () => {
  const around = descend(
    sharpnessAware(adam({ learningRate: 0.1 }), { radius: 0 }),
  );
  const own = descend(adam({ learningRate: 0.1 }));
  around.forEach((point, t) => assertSameBits(point, own[t]));
});

Deno.test("sharpnessAware() keeps what the optimizer keeps, and needs what it needs", () => {
  const inner = chain(momentum(), polyakAverage());
  const optimizer = sharpnessAware(inner, { radius: (t) => t.div(4) });
  assertEquals(optimizer.id, "sharpness-aware, momentum, polyak-average");
  assertEquals(sharpnessAware(sophia()).needs, ["gradient", "hvp", "probe"]);
  const w = tensor([3]);
  const slope = (w: Tensor) => w.square().sum();
  const { grad, context } = stepInputs(slope)(w);
  const next = optimizer.update(grad, optimizer.init(w), w, context);
  const at = inner.update(tensor([6.5]), inner.init(w), w);
  assertEquals(next.params.toArray(), at.params.toArray());
  assertEquals(
    optimizer.evaluationParams(next.state, next.params).toArray(),
    inner.evaluationParams(at.state, at.params).toArray(),
  );
  assertEquals(
    optimizer.withHyperparameters!({ momentum: 0.5 }).hyperparameters.momentum,
    0.5,
  );
  assertThrows(
    () => optimizer.update(grad, optimizer.init(w), w),
    TypeError,
    "Cannot update: sharpness-aware needs context.gradient",
  );
  assertThrows(
    () => sharpnessAware(3 as never),
    TypeError,
    "Cannot create sharpnessAware: optimizer must be",
  );
  assertThrows(
    () => sharpnessAware(adam(), { radius: -1 }),
    RangeError,
    "Cannot create sharpnessAware: radius must be at least 0",
  );
});
