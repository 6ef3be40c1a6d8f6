import { assertEquals } from "@std/assert";
import { signSgd } from "../../../mod.ts";
import { arrive, floats } from "../support.ts";
import { checkFormula } from "./formula.ts";

Deno.test("signSgd() has the bits of w - η·sign(g)", () => {
  checkFormula("sign-sgd", {}, ({ g }, hyper, r) => ({
    step: r(r(hyper.learningRate) * Math.sign(g)),
    state: {},
  }));
});

Deno.test("signSgd() takes the same step for gradients of all sizes", () => {
  for (const dtype of floats) {
    const tiny = dtype === "float64" ? 2 ** -1074 : 2 ** -149;
    const huge = dtype === "float64" ? 2 ** 1000 : 2 ** 100;
    const course = {
      dtype,
      w: [1, 1, 1, 1],
      gradients: [[tiny, -tiny, huge, 0], [1, -1, -huge, -0]],
    };
    assertEquals(arrive(signSgd({ learningRate: 0.25 }), course), [
      0.5,
      1.5,
      1,
      1,
    ]);
  }
});

Deno.test("signSgd() has a default of 0.001", () => {
  assertEquals(signSgd().hyperparameters, { learningRate: 0.001 });
});
