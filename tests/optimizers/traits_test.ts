/** What rules claim of themselves, and that it holds. */
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { assertSameBits } from "../support/bits.ts";
import { check } from "../support/property.ts";
import {
  arrive,
  claiming,
  courses,
  elements,
  follow,
  make,
  settings,
  slots,
  vector,
} from "./support.ts";

Deno.test("what a rule claims holds for it alone", () => {
  const known = (claim: Parameters<typeof claiming>[0]) =>
    claiming(claim).filter((id) =>
      /^(?:ada(?:m|mw|grad)|(?:centered-)?rmsprop|.*momentum)(?:\/|$)/.test(id)
    );
  assertEquals(known(({ ignoresWeights }) => !ignoresWeights), [
    "adamw",
    "adamw/torch",
    "adamw/optax",
    "adamw/keras",
  ]);
  assertEquals(known(({ odd }) => !odd), []);
  assertEquals(known(({ stepNeverGrows }) => stepNeverGrows), [
    "adagrad",
    "adagrad/torch",
    "adagrad/optax",
    "adagrad/keras",
    "adagrad/tfjs",
  ]);
});

Deno.test("update() from a fresh state leaves parameters where g is 0", () => {
  const unmoved = claiming(({ ignoresWeights, odd }) => ignoresWeights && odd);
  const setting = settings(undefined, unmoved);
  check(fc.property(courses(), setting, ({ dtype, w }, setting) => {
    const zeros = { dtype, w, gradients: [w.map(() => 0), w.map(() => 0)] };
    assertSameBits(arrive(make(setting), zeros), [...w]);
  }));
});

Deno.test("step() does not depend on weights where a rule says so", () => {
  const rules = claiming(({ ignoresWeights }) => ignoresWeights);
  check(
    fc.property(courses(), settings(undefined, rules), (course, setting) => {
      const optimizer = make(setting);
      const { dtype, w, gradients } = course;
      const others = [vector(w, dtype), vector(w.map(() => 3), dtype)];
      const states = others.map((w) => optimizer.init(w));
      for (const g of gradients) {
        const [one, other] = others.map((w, i) => {
          const { step, state } = optimizer.step(
            vector(g, dtype),
            states[i],
            w,
          );
          states[i] = state;
          return elements(step);
        });
        assertSameBits(one, other);
      }
    }),
  );
});

Deno.test("update() commutes with a change of sign", () => {
  const rules = claiming(({ odd }) => odd);
  check(
    fc.property(courses(), settings(undefined, rules), (course, setting) => {
      const negated = {
        dtype: course.dtype,
        w: course.w.map((x) => -x),
        gradients: course.gradients.map((row) => row.map((x) => -x)),
      };
      const optimizer = make(setting);
      const mirrored = follow(optimizer, negated);
      follow(optimizer, course).forEach(({ params, state }, t) => {
        // + 0 makes both zeros +0.
        const sign = (x: number) => -x + 0;
        assertSameBits(
          elements(mirrored[t].params).map((x) => x + 0),
          elements(params).map(sign),
        );
        const other = slots(mirrored[t].state);
        for (const [name, values] of Object.entries(slots(state))) {
          // A slot changes its sign as a whole or not at all.
          const found = other[name].map((x) => x + 0);
          const isEven = found.every((x, i) => Object.is(x, values[i] + 0));
          assertSameBits(found, isEven ? found : values.map(sign));
        }
      });
    }),
  );
});

Deno.test("rules of degree 0 ignore the scale of gradients where ε is 0", () => {
  // Powers of two scale without rounding while nothing leaves the range.
  const number = fc.oneof(
    fc.double({ min: 2 ** -20, max: 2 ** 20, noNaN: true }),
    fc.double({ min: -(2 ** 20), max: -(2 ** -20), noNaN: true }),
    fc.constant(0),
  );
  const rate = fc.double({ min: 2 ** -10, max: 2, noNaN: true });
  check(
    fc.property(
      fc.constantFrom("float64" as const, "float32" as const).chain((dtype) =>
        courses({ dtype, number })
      ),
      settings(rate, claiming(({ degree }) => degree === 0)).map((setting) => ({
        ...setting,
        amount: 0,
        decay: Math.min(0.999, Math.max(0.001, setting.decay)),
      })),
      fc.integer({ min: -300, max: 300 }),
      (course, setting, power) => {
        const { dtype, w } = course;
        const scale = 2 **
          (dtype === "float64" ? power : Math.trunc(power / 16));
        const gradients = course.gradients
          .map((row) => row.map((x) => x * scale));
        const scaled = { dtype, w, gradients };
        assertSameBits(
          arrive(make(setting), scaled),
          arrive(make(setting), course),
        );
      },
    ),
    { numRuns: 200 },
  );
});

Deno.test("rules of degree 1 take steps proportional to gradients", () => {
  const number = fc.double({ min: -8, max: 8, noNaN: true })
    .map((x) => Math.abs(x) < 2 ** -20 ? 0 : x);
  const rate = fc.double({ min: 2 ** -10, max: 2, noNaN: true });
  check(
    fc.property(
      courses({ dtype: "float64", number }),
      settings(rate, claiming(({ degree }) => degree === 1)).map((setting) => ({
        ...setting,
        decay: Math.max(2 ** -10, setting.decay),
      })),
      fc.integer({ min: -100, max: 100 }),
      ({ dtype, w, gradients }, setting, power) => {
        const scaled = (row: readonly number[]) =>
          row.map((x) => x * 2 ** power);
        const once = arrive(make(setting), { dtype, w, gradients });
        assertSameBits(
          arrive(make(setting), {
            dtype,
            w: scaled(w),
            gradients: gradients.map(scaled),
          }),
          scaled(once),
        );
      },
    ),
  );
});
