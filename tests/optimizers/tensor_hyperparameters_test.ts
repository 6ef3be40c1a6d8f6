import { assertEquals, assertThrows } from "@std/assert";
import { grad, type Tensor, tensor } from "../../autodiff/mod.ts";
import { alongGradients } from "../../optimizers/along_gradients.ts";
import { adagrad, type Optimizer, rules } from "../../optimizers/mod.ts";

/** The weights after two steps on the square loss, summed. */
function trainedSum(given: Optimizer, start: Tensor): Tensor {
  const optimizer = alongGradients(given);
  let params = start;
  let state = optimizer.init(params);
  for (let step = 0; step < 2; step++) {
    const g = params.mul(2);
    ({ params, state } = optimizer.update(g, state, params));
  }
  return params.sum();
}

const withoutEpsilon = ["adagrad", "rmsprop", "rmsprop-momentum"];

for (const rule of rules.filter(({ definition }) => !definition.inHost)) {
  Deno.test(`two steps of ${rule.id}() have finite derivatives at a coordinate without a gradient`, () => {
    const byStart = grad((w: Tensor) => trainedSum(rule(), w));
    const [moving, still] = byStart(tensor([1, 0])).toArray() as number[];
    assertEquals([Number.isFinite(moving), Number.isFinite(still)], [
      true,
      true,
    ]);
    // Without an ε nothing moves where no gradient came.
    if (withoutEpsilon.includes(rule.id)) assertEquals(still, 1);

    const byRate = grad((learningRate: Tensor) =>
      trainedSum(rule({ learningRate }), tensor([1, 0]))
    );
    assertEquals(Number.isFinite(byRate(tensor(0.1)).item()), true);
  });
}

Deno.test("a tensor outside the range is refused where its number is known", () => {
  assertThrows(
    () => adagrad({ learningRate: tensor(-1) }),
    RangeError,
    "Cannot create adagrad: learningRate must be greater than 0, " +
      "current value is -1",
  );
});
