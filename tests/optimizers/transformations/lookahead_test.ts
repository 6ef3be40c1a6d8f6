import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  chain,
  grad,
  gradientDescent,
  lookahead,
  type Optimizer,
  type Tensor,
  tensor,
  vmap,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble } from "../../support/property.ts";
import {
  courses,
  elements,
  follow,
  make,
  round,
  settings,
  slots,
} from "../support.ts";

const rates = fc.double({ min: 2 ** -8, max: 1, noNaN: true });
const runs = fc.tuple(
  settings(rates),
  courses({ number: moderateDouble(), maxSteps: 9 }),
);
const plain = (numbers: readonly number[]) => numbers.map((x) => x + 0);

Deno.test("lookahead() of one step and all of the way is the optimizer, but for the sign of 0", () => {
  check(fc.property(runs, ([setting, course]) => {
    const optimizer = make(setting);
    const points = follow(optimizer, course);
    const ahead = lookahead({ steps: 1, slowStepSize: 1 });
    follow(chain(optimizer, ahead), course).forEach((point, i) => {
      if (!elements(points[i].params).every(Number.isFinite)) return;
      const [a, b] = [point, points[i]];
      assertSameBits(plain(elements(a.params)), plain(elements(b.params)));
      for (const [name, x] of Object.entries(slots(a.state))) {
        assertSameBits(plain(x), plain(slots(b.state)[name]));
      }
    });
  }));
});

Deno.test("lookahead() goes k steps forward and a part of them back", () => {
  check(
    fc.property(
      runs,
      fc.integer({ min: 1, max: 4 }),
      fc.double({ min: 2 ** -4, max: 1, noNaN: true }),
      ([setting, course], steps, slowStepSize) => {
        const optimizer = make(setting);
        const to = round[course.dtype];
        const whole = chain(optimizer, lookahead({ steps, slowStepSize }));
        const points = follow(whole, course);
        let slow = elements(points[0].params);
        let state = optimizer.init(points[0].params);
        for (const [i, g] of course.gradients.entries()) {
          const { params } = points[i];
          const taken = optimizer.step(
            tensor(g.map((x) => x), course.dtype),
            state,
            params,
          );
          state = taken.state;
          const w = elements(params);
          const step = elements(taken.step);
          const due = (i + 1) % steps === 0;
          const next = w.map((x, j) => {
            const back = to(to(1 - slowStepSize) * to(x - slow[j]));
            const own = to(to(to(slowStepSize) * step[j]) + back);
            return to(x - (due ? own : step[j]));
          });
          assertSameBits(elements(points[i + 1].params), next);
          if (due) {
            // As the paper writes it: φ + α·(θ − φ).
            const unit = course.dtype === "float64" ? 2 ** -53 : 2 ** -24;
            next.forEach((x, j) => {
              const right = slow[j] +
                slowStepSize * (w[j] - step[j] - slow[j]);
              const size = Math.abs(w[j]) + Math.abs(step[j]) +
                Math.abs(slow[j]);
              if (!Number.isFinite(size)) return;
              assert(Math.abs(x - right) <= 16 * unit * size, `${x} ${right}`);
            });
            slow = next;
          }
          const at = whole.evaluationParams(
            points[i + 1].state,
            points[i + 1].params,
          );
          assertSameBits(elements(at), slow);
          assertEquals(slots(points[i + 1].state), slots(state));
        }
      },
    ),
    { numRuns: 150 },
  );
});

Deno.test("lookahead() goes five steps and half of the way unless told", () => {
  const { hyperparameters } = lookahead();
  assertEquals(hyperparameters, { steps: 5, slowStepSize: 0.5 });
  const optimizer = chain(gradientDescent({ learningRate: 1 }), lookahead());
  let [params, state] = [tensor([16]), optimizer.init(tensor([16]))];
  const way: number[] = [];
  for (let t = 1; t <= 6; t++) {
    ({ params, state } = optimizer.update(tensor([2]), state, params));
    way.push(...elements(params));
  }
  assertEquals(way, [14, 12, 10, 8, 11, 9]);
});

Deno.test("lookahead() can be differentiated by its part and batched over it", () => {
  const end = (slowStepSize: Tensor) => {
    const optimizer = chain(
      gradientDescent({ learningRate: 0.5 }),
      lookahead({ steps: 2, slowStepSize }),
    ) as Optimizer<unknown>;
    let [params, state] = [tensor(8), optimizer.init(tensor(8))];
    for (let i = 0; i < 2; i++) {
      ({ params, state } = optimizer.update(params, state, params));
    }
    return params;
  };
  // 8 → 4 → 2, then 8 + α·(2 − 8).
  assertEquals(grad(end)(tensor(0.5)).item(), -6);
  assertEquals(vmap(end)(tensor([0.5, 1])).toArray(), [5, 2]);
});

Deno.test("lookahead() refuses wrong options", () => {
  const refuse = (options: unknown, message: string) => {
    const error = assertThrows(() => lookahead(options as never), Error);
    assertEquals(error.message, `Cannot create lookahead: ${message}`);
  };
  refuse(
    { steps: 0 },
    "steps must be a whole number greater than 0, current value is 0",
  );
  refuse(
    { slowStepSize: 0 },
    "slowStepSize must be in (0, 1], current value is 0",
  );
  refuse(
    { slowStepSize: 1.5 },
    "slowStepSize must be in (0, 1], current value is 1.5",
  );
  refuse({ step: 2 }, "it has no hyperparameter step; did you mean steps?");
});
