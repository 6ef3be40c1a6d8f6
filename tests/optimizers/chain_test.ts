/** Optimizers with transformations around them: their steps. */
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  adam,
  adamw,
  chain,
  clipByGlobalNorm,
  clipByValue,
  defineTransformation,
  gradientDescent,
  mapTree,
  type Optimizer,
  type OptimizerState,
  type Slot,
  type Tensor,
  tensor,
  type Transformation,
  weightDecay,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { anyDouble, check, moderateDouble } from "../support/property.ts";
import {
  type AnyOptimizer,
  type Course,
  courses,
  elements,
  follow,
  make,
  settings,
  slots,
  vector,
} from "./support.ts";

/** Asserts that an optimizer goes the way of another, in every bit. */
function assertSameWay(
  actual: AnyOptimizer,
  expected: AnyOptimizer,
  course: Course,
): void {
  const points = follow(expected, course);
  follow(actual, course).forEach(({ params, state }, i) => {
    assertSameBits(elements(params), elements(points[i].params));
    const own = points[i].state;
    assertSameBits(state.count.item(), own.count.item());
    const [a, b] = [slots(state), slots(own)];
    assertEquals(Object.keys(a), Object.keys(b));
    for (const name of Object.keys(a)) assertSameBits(a[name], b[name], name);
  });
}

/** An optimizer and transformations composed in a loop written by hand. */
function byHand(
  before: readonly Transformation[],
  optimizer: AnyOptimizer,
  after: readonly Transformation[],
  { dtype, w, gradients }: Course,
): { params: Tensor; state: OptimizerState<Tensor, Slot> }[] {
  const start = vector(w, dtype);
  const points = [{ params: start, state: optimizer.init(start) }];
  gradients.forEach((g, i) => {
    const { params, state } = points[i];
    const context = { params, t: tensor(i + 1).asScalar() };
    let u = vector(g, dtype);
    for (const part of before) u = part.apply(u, context);
    const next = optimizer.step(u, state, params);
    let step = next.step;
    for (const part of after) step = part.apply(step, context);
    points.push({ params: params.sub(step), state: next.state });
  });
  return points;
}

const parts: fc.Arbitrary<Transformation> = fc.oneof(
  fc.constantFrom(0.5, 3, 1e200).map(clipByGlobalNorm),
  fc.constantFrom(0.25, 2).map(clipByValue),
  fc.constantFrom(0, 0.125, 0.3).map(weightDecay),
  fc.constant(clipByGlobalNorm((t) => t.mul(0.7))),
  fc.constant(weightDecay((t) => t.div(10))),
);
const some = fc.array(parts, { maxLength: 3 });

Deno.test("chain() does what its parts do one after the other, bit for bit", () => {
  check(
    fc.property(
      some,
      settings(),
      some,
      courses(),
      (before, setting, after, course) => {
        const points = byHand(before, make(setting), after, course);
        const optimizer = chain(...before, make(setting), ...after);
        follow(optimizer, course).forEach(({ params, state }, i) => {
          assertSameBits(elements(params), elements(points[i].params));
          assertEquals(slots(state), slots(points[i].state));
          assertEquals(state.count.item(), i);
        });
      },
    ),
    { numRuns: 200 },
  );
});

Deno.test("chain() without transformations is the optimizer", () => {
  check(fc.property(settings(), courses(), (setting, course) => {
    const optimizer = make(setting);
    const alone = chain(optimizer);
    assertSameWay(alone, optimizer, course);
    assertEquals(alone.id, optimizer.id);
    assertEquals(alone.hyperparameters, optimizer.hyperparameters);
    assertEquals(alone.traits, optimizer.traits);
  }));
});

Deno.test("chain() as a part of a chain does what one chain does", () => {
  check(
    fc.property(
      settings(),
      fc.tuple(parts, parts, parts),
      courses(),
      (setting, [a, b, c], course) => {
        const optimizer = make(setting);
        const flat = chain(a, b, optimizer, c);
        for (
          const nested of [
            chain(a, chain(b, optimizer, c)),
            chain(a, chain(b, optimizer), c),
            chain(chain(a, b, optimizer), c),
            chain(chain(chain(a, chain(b, optimizer)), c)),
          ]
        ) {
          assertSameWay(nested, flat, course);
          assertEquals(nested.id, flat.id);
          assertEquals(nested.traits, flat.traits);
        }
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("chain() with thresholds beyond all gradients is the optimizer, bit for bit", () => {
  // 2·10²⁰ overflows no norm of so few elements.
  const finite = anyDouble().map((x) =>
    Math.abs(x) <= 1e20 ? x : Number.isNaN(x) ? 1 : Math.sign(x) * 1e20
  );
  check(
    fc.property(settings(), courses({ number: finite }), (setting, course) => {
      const optimizer = make(setting);
      for (const threshold of [1e300, Number.MAX_VALUE]) {
        assertSameWay(
          chain(clipByGlobalNorm(threshold), optimizer),
          optimizer,
          course,
        );
        // In float32 the limit is infinite.
        const limited = chain(clipByValue(threshold), optimizer);
        assertSameWay(limited, optimizer, course);
      }
    }),
  );
});

Deno.test("chain() of a rule and decoupled decay is AdamW, bit for bit", () => {
  const common = { learningRate: 0.03, beta1: 0.8, beta2: 0.95 };
  const paper = adamw({ ...common, weightDecay: 0.3 });
  const torch = adamw({ ...common, weightDecay: 0.3, variant: "torch" });
  const rate = 0.03 * 0.3;
  check(fc.property(courses({ number: moderateDouble() }), (course) => {
    const rule = adam(common);
    for (const [decay, optimizer] of [[0.3, paper], [rate, torch]] as const) {
      assertSameWay(
        chain(rule, weightDecay(decay)) as Optimizer<unknown> as AnyOptimizer,
        optimizer as Optimizer<unknown> as AnyOptimizer,
        course,
      );
    }
  }));
});

Deno.test("chain() clips over all tensors of a tree", () => {
  const params = { w: [tensor([0]), tensor([0], "float32")], b: tensor(0) };
  const grads = { w: [tensor([6]), tensor([2], "float32")], b: tensor(3) };
  const optimizer = chain(
    clipByGlobalNorm(3.5),
    gradientDescent({ learningRate: 1 }),
  );
  const next = optimizer.update(grads, optimizer.init(params), params);
  assertEquals(elements(next.params.w[0]), [-3]);
  assertEquals(elements(next.params.w[1]), [-1]);
  assertEquals(next.params.w[1].dtype, "float32");
  assertEquals(next.params.b.item(), -1.5);
});

/** A transformation that adds the number of the step. */
const counting = defineTransformation({
  id: "counting",
  hyper: {},
  traits: { coordinatewise: true },
  apply: (updates, { t }) => mapTree((u) => u.add(t), updates),
});

Deno.test("chain() counts steps from 1, by the state, on both sides", () => {
  const descent = gradientDescent({ learningRate: 1 });
  for (
    const optimizer of [
      chain(counting({}), descent),
      chain(descent, counting({})),
      chain(clipByValue((t) => t), descent),
    ]
  ) {
    const w = tensor([0], "float32");
    const g = tensor([optimizer.id.includes("clip") ? 99 : 0], "float32");
    let state = optimizer.init(w);
    for (const t of [1, 2, 3]) {
      const next = optimizer.update(g, state, w);
      assertEquals(elements(next.params), [-t]);
      assertEquals(next.params.dtype, "float32");
      state = next.state;
    }
    const later = { ...state, count: tensor(41) };
    assertEquals(elements(optimizer.step(g, later, w).step), [42]);
  }
});
