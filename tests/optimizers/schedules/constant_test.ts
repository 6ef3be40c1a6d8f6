import { assertEquals } from "@std/assert";
import { constant, grad, scalar, type Tensor, tensor } from "../../../mod.ts";
import { assertRefused, assertUsable, rateAt, ratesTo } from "./support.ts";

Deno.test("constant() has its rate in every step", () => {
  for (const learningRate of [0.1, 2 ** -1074, 1e300]) {
    const schedule = constant({ learningRate });
    assertEquals(ratesTo(schedule, 3), [
      learningRate,
      learningRate,
      learningRate,
    ]);
    assertEquals(rateAt(schedule, 2 ** 53), learningRate);
  }
});

Deno.test("constant() may be used by a rule and in a batch of steps", () => {
  assertUsable(constant({ learningRate: 0.1 }), 4);
  assertUsable(constant({ learningRate: tensor(0.1) }), 4);
});

Deno.test("constant() has derivative 1 by its rate", () => {
  const by = grad((learningRate: Tensor) =>
    constant({ learningRate })(scalar(7))
  );
  assertEquals(by(tensor(0.1)).item(), 1);
});

Deno.test("constant() refuses wrong options", () => {
  assertRefused(constant, [
    [{}, TypeError, "learningRate must be given, greater than 0"],
    [0.1, TypeError, "options must be a record, current value is 0.1"],
    [
      undefined,
      TypeError,
      "options must be a record, current value is undefined",
    ],
    [
      tensor(1),
      TypeError,
      "options must be a record, current value is a tensor",
    ],
    [[], TypeError, "options must be a record, current value is an array"],
    [
      { learningRates: 1 },
      TypeError,
      "it has no hyperparameter learningRates; did you mean learningRate?",
    ],
    [
      { learningRate: "1" },
      TypeError,
      "learningRate must be a number, a float64 tensor of shape [] or a " +
      'schedule, current value is "1"',
    ],
    [
      { learningRate: 0 },
      RangeError,
      "learningRate must be greater than 0, current value is 0",
    ],
    [
      { learningRate: NaN },
      RangeError,
      "learningRate must be greater than 0, current value is NaN",
    ],
    [
      { learningRate: tensor(-1) },
      RangeError,
      "learningRate must be greater than 0, current value is -1",
    ],
  ]);
});
