import { assertEquals } from "@std/assert";
import { gradientDescent, tensor } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { arrive, elements, follow, lecture, vector } from "../support.ts";
import { checkFormula } from "./formula.ts";

Deno.test("gradientDescent() has the bits of w - η·g", () => {
  checkFormula("gradient-descent", {}, ({ g, state }, { learningRate }, r) => ({
    step: r(r(learningRate) * g),
    state,
  }));
});

Deno.test("gradientDescent() takes the steps worked out by hand", () => {
  const points = follow(lecture["gradient-descent"](0.25, 0), {
    dtype: "float64",
    w: [8, -1],
    gradients: [[4, 8], [-8, 0], [0.5, -2]],
  });
  assertEquals(points.map(({ params }) => elements(params)), [
    [8, -1],
    [7, -3],
    [9, -3],
    [8.875, -2.5],
  ]);
});

Deno.test("gradientDescent() subtracts zeros as IEEE does", () => {
  // −0 − (+0) = −0, but −0 − (−0) = +0.
  assertSameBits(
    arrive(lecture["gradient-descent"](1, 0), {
      dtype: "float64",
      w: [-0, -0, 0, 0, 3],
      gradients: [[0, -0, 0, -0, -0]],
    }),
    [-0, 0, 0, 0, 3],
  );
});

Deno.test("gradientDescent() rounds the learning rate once, to float32", () => {
  const w = vector([0], "float32");
  const optimizer = gradientDescent({ learningRate: 0.1 });
  const { params } = optimizer.update(
    vector([3], "float32"),
    optimizer.init(w),
    w,
  );
  assertEquals(params.dtype, "float32");
  const expected = -Math.fround(Math.fround(0.1) * 3);
  assertSameBits(params.toTypedArray(), new Float32Array([expected]));
});

Deno.test("gradientDescent() keeps nothing but the count", () => {
  const w = tensor([1]);
  const { state } = gradientDescent().update(w, gradientDescent().init(w), w);
  assertEquals(state.slots, {});
  assertEquals(state.count.item(), 1);
});

Deno.test("gradientDescent() has a learning rate of 0.01 by default", () => {
  const w = tensor([0]);
  const { params } = gradientDescent().update(w.add(1), {
    ...gradientDescent().init(w),
  }, w);
  assertEquals(params.toArray(), [-0.01]);
});
