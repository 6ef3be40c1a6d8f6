/** Averages of weights: exponential ones and means. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  chain,
  exponentialAverage,
  grad,
  gradientDescent,
  type OptimizerState,
  polyakAverage,
  type Slot,
  type StatefulTransformation,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble } from "../../support/property.ts";
import {
  type AnyOptimizer,
  type Course,
  courses,
  elements,
  follow,
  make,
  round,
  settings,
} from "../support.ts";

/** The weights and the average of them after each step, the start in front. */
function averaged(
  part: StatefulTransformation,
  optimizer: AnyOptimizer,
  course: Course,
): { w: number[]; average: number[] }[] {
  const whole = chain(optimizer, part);
  return follow(whole, course).map(({ params, state }) => ({
    w: elements(params),
    average: elements(whole.evaluationParams(state, params)),
  }));
}

const runs = fc.tuple(settings(), courses({ number: moderateDouble() }));

Deno.test("averages leave the steps and the optimizer's state as they are", () => {
  check(
    fc.property(runs, ([setting, course]) => {
      const points = follow(make(setting), course);
      for (const part of [exponentialAverage(), polyakAverage()]) {
        follow(chain(make(setting), part), course).forEach((point, i) => {
          assertSameBits(elements(point.params), elements(points[i].params));
          const { transformations: _, ...state } = point.state as
            & OptimizerState<Tensor, Slot>
            & { transformations: unknown };
          assertEquals(Object.keys(state), Object.keys(points[i].state));
          assertEquals(
            JSON.stringify(state),
            JSON.stringify(points[i].state),
          );
        });
      }
    }),
    { numRuns: 40 },
  );
});

Deno.test("exponentialAverage() is d·a + (1 − d)·w, from the start on", () => {
  const decays = fc.oneof(
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    fc.constantFrom(0, 0.999, 1 - 2 ** -53),
  );
  check(fc.property(runs, decays, ([setting, course], decay) => {
    const to = round[course.dtype];
    const points = averaged(
      exponentialAverage({ decay }),
      make(setting),
      course,
    );
    let right = points[0].w;
    points.forEach(({ w, average }, i) => {
      if (i > 0) {
        right = right.map((a, j) =>
          to(to(to(decay) * a) + to(to(1 - decay) * w[j]))
        );
      }
      assertSameBits(average, right);
    });
  }));
});

Deno.test("exponentialAverage() has the closed form of weights that stay", () => {
  const optimizer = chain(
    gradientDescent({ learningRate: 1 }),
    exponentialAverage({ decay: 0.5 }),
  );
  let [params, state] = [tensor([0]), optimizer.init(tensor([0]))];
  for (let t = 1; t <= 30; t++) {
    const g = tensor([t === 1 ? -1 : 0]);
    ({ params, state } = optimizer.update(g, state, params));
    const average = optimizer.evaluationParams(state, params).toArray();
    assertEquals(average, [1 - 0.5 ** t]);
  }
});

Deno.test("exponentialAverage() keeps 0.999 unless told, and may be scheduled", () => {
  assertEquals(exponentialAverage().hyperparameters.decay, 0.999);
  const optimizer = chain(
    gradientDescent({ learningRate: 1 }),
    exponentialAverage({ decay: (t) => t.div(t.add(1)) }),
  );
  let [params, state] = [tensor([0]), optimizer.init(tensor([0]))];
  for (const [g, right] of [[-4, 2], [0, 8 / 3]]) {
    ({ params, state } = optimizer.update(tensor([g]), state, params));
    const [average] = elements(optimizer.evaluationParams(state, params));
    assert(Math.abs(average - right) < 1e-15);
  }
});

Deno.test("polyakAverage() is the mean of the weights of all steps but the first ones", () => {
  const starts = fc.integer({ min: 0, max: 8 });
  check(fc.property(runs, starts, ([setting, course], start) => {
    const points = averaged(polyakAverage({ start }), make(setting), course);
    points.forEach(({ w, average }, t) => {
      if (t <= start + 1) return assertSameBits(average, w);
      const own = points.slice(start + 1, t + 1);
      w.forEach((_, j) => {
        const all = own.map((point) => point.w[j]);
        const mean = all.reduce((a, b) => a + b / own.length, 0);
        const greatest = Math.max(...all.map(Math.abs));
        if (!Number.isFinite(greatest) || greatest > 1e300) return;
        const unit = course.dtype === "float64" ? 2 ** -53 : 2 ** -24;
        // At most six steps of three roundings of twice the greatest.
        const bound = 64 * unit * greatest + 2 ** -140;
        assert(Math.abs(average[j] - mean) <= bound, `${average[j]} ${mean}`);
      });
    });
  }));
});

Deno.test("polyakAverage() begins with the weights, the sign of zero included", () => {
  const optimizer = chain(gradientDescent(), polyakAverage());
  const start = tensor([-0]);
  const { params, state } = optimizer.update(
    tensor([0]),
    optimizer.init(start),
    start,
  );
  assertSameBits(elements(optimizer.evaluationParams(state, params)), [-0]);
});

Deno.test("polyakAverage() of weights that stay is those weights, bit for bit", () => {
  check(fc.property(runs, ([setting, { dtype, w }]) => {
    const gradients = Array(6).fill(w.map(() => 0));
    const optimizer = gradientDescent({ learningRate: 0.1 }) as AnyOptimizer;
    const course = { dtype, w, gradients };
    for (const point of averaged(polyakAverage(), optimizer, course)) {
      assertSameBits(point.average, point.w);
    }
    assertEquals(setting.rule.length > 0, true);
  }));
});

Deno.test("polyakAverage() begins with the weights themselves, bit for bit", () => {
  const number = fc.double({ min: 2 ** -4, max: 8, noNaN: true });
  check(fc.property(number, number, number, (w, first, second) => {
    const optimizer = chain(
      gradientDescent({ learningRate: 1 }),
      polyakAverage({ start: 1 }),
    );
    let [params, state] = [tensor([w]), optimizer.init(tensor([w]))];
    for (const g of [first, second]) {
      ({ params, state } = optimizer.update(tensor([g]), state, params));
      const average = optimizer.evaluationParams(state, params);
      assertSameBits(elements(average), elements(params));
    }
  }));
});

Deno.test("averages can be differentiated by the rate, through steps", () => {
  // w₁ = 4 − η·4, w₂ = w₁·(1 − η).
  const end = (part: StatefulTransformation) => (learningRate: Tensor) => {
    const optimizer = chain(gradientDescent({ learningRate }), part);
    let [params, state] = [tensor(4), optimizer.init(tensor(4))];
    for (let i = 0; i < 2; i++) {
      ({ params, state } = optimizer.update(params, state, params));
    }
    return optimizer.evaluationParams(state, params);
  };
  const rate = tensor(0.25);
  // The mean is 2·(1 − η) + 2·(1 − η)²; derivatives −2 − 4·(1 − η).
  assertEquals(grad(end(polyakAverage()))(rate).item(), -5);
  // ½·(½·4 + ½·w₁) + ½·w₂: −1 − 4·(1 − η).
  const half = exponentialAverage({ decay: 0.5 });
  assertEquals(grad(end(half))(rate).item(), -4);
});

Deno.test("exponentialAverage() and polyakAverage() refuse wrong options", () => {
  const refuse = (call: () => unknown, message: string) => {
    const error = assertThrows(call, Error);
    assertEquals(error.message, `Cannot create ${message}`);
  };
  refuse(
    () => exponentialAverage({ decay: 1 }),
    "exponentialAverage: decay must be in [0, 1), current value is 1",
  );
  refuse(
    () => exponentialAverage({ decya: 0.5 } as never),
    "exponentialAverage: it has no hyperparameter decya; did you mean decay?",
  );
  refuse(
    () => polyakAverage({ start: -1 }),
    "polyakAverage: start must be a whole number of at least 0, current value " +
      "is -1",
  );
  refuse(
    () => polyakAverage(3 as never),
    "polyakAverage: options must be a record, current value is 3",
  );
});
