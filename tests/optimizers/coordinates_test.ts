/** What holds because each coordinate's step depends on that coordinate alone. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { rules, type Tensor, tensor } from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { anyDouble, check, shapes } from "../support/property.ts";
import {
  arrive,
  type Course,
  courses,
  elements,
  follow,
  lecture,
  make,
  settings,
  slots,
  vector,
} from "./support.ts";

/** The coordinates of a course at these places. */
function at(
  places: readonly number[],
  { dtype, w, gradients }: Course,
): Course {
  const pick = (row: readonly number[]) => places.map((i) => row[i]);
  return { dtype, w: pick(w), gradients: gradients.map(pick) };
}

/** A permutation of the places of a course. */
function shuffled(course: Course): fc.Arbitrary<number[]> {
  const places = course.w.map((_, i) => i);
  return fc.shuffledSubarray(places, { minLength: places.length });
}

Deno.test("the lecture's rules are all here and coordinatewise", () => {
  assertEquals(rules.map(({ id }) => id).sort(), Object.keys(lecture).sort());
  for (const { id, definition } of rules) {
    assertEquals(definition.id, id);
    assert(definition.traits.coordinatewise);
  }
});

Deno.test("update() gives each coordinate the bits it has alone", () => {
  check(
    fc.property(courses(), settings(), (course, setting) => {
      const together = arrive(make(setting), course);
      const alone = course.w.flatMap((_, i) =>
        arrive(make(setting), at([i], course))
      );
      assertSameBits(together, alone);
    }),
    { numRuns: 300 },
  );
});

Deno.test("update() commutes with permutations of the coordinates", () => {
  const permuted = courses().chain((course) =>
    fc.tuple(fc.constant(course), shuffled(course))
  );
  check(fc.property(permuted, settings(), ([course, places], setting) => {
    const before = arrive(make(setting), at(places, course));
    const after = arrive(make(setting), course);
    assertSameBits(before, places.map((i) => after[i]));
  }));
});

Deno.test("update() leaves a parameter alone when an unrelated one changes", () => {
  check(
    fc.property(
      courses({ minLength: 2 }),
      fc.array(anyDouble(), { minLength: 7, maxLength: 7 }),
      settings(),
      (course, others, setting) => {
        const optimizer = make(setting);
        const { dtype, w, gradients } = course;
        const changed = (row: readonly number[]) => [
          row[0],
          ...others.slice(1, row.length),
        ];
        const base = arrive(optimizer, course);
        const moved = arrive(optimizer, {
          dtype,
          w: changed(w),
          gradients: gradients.map(changed),
        });
        assertSameBits(base[0], moved[0]);
      },
    ),
  );
});

Deno.test("update() has the same bits in any shape, scalars and empty ones too", () => {
  const shaped = shapes({ maxSize: 4 }).chain((shape) => {
    const size = shape.reduce((size, length) => size * length, 1);
    const row = fc.array(anyDouble(), { minLength: size, maxLength: size });
    return fc.record({
      shape: fc.constant(shape),
      w: row,
      gradients: fc.array(row, { minLength: 1, maxLength: 3 }),
    });
  });
  check(
    fc.property(shaped, settings(), ({ shape, w, gradients }, setting) => {
      const optimizer = make(setting);
      let params: Tensor = vector(w).reshape(shape);
      let state = optimizer.init(params);
      for (const g of gradients) {
        ({ params, state } = optimizer.update(
          vector(g).reshape(shape),
          state,
          params,
        ));
      }
      assertEquals(params.shape, shape);
      for (const slot of Object.values(state.slots)) {
        assertEquals((slot as Tensor).shape, shape);
      }
      const flat = arrive(optimizer, { dtype: "float64", w, gradients });
      assertSameBits(elements(params), flat);
    }),
  );
});

Deno.test("update() gives the leaves of a tree the bits they have alone", () => {
  check(
    fc.property(
      courses(),
      courses({ maxSteps: 1 }),
      settings(),
      (course, extra, setting) => {
        const optimizer = make(setting);
        const part = (i: number, row: readonly number[]) => ({
          layers: [{ weight: vector(row.slice(0, i), course.dtype) }],
          bias: vector(row.slice(i), course.dtype),
          // A leaf of another dtype, which changes no other.
          extra: vector(extra.w, extra.dtype),
        });
        const cut = course.w.length >> 1;
        let params = part(cut, course.w);
        let state = optimizer.init(params);
        for (const g of course.gradients) {
          ({ params, state } = optimizer.update(part(cut, g), state, params));
        }
        const [{ weight }] = params.layers;
        const joined = [...elements(weight), ...elements(params.bias)];
        assertSameBits(joined, arrive(optimizer, course));
      },
    ),
  );
});

Deno.test("update() from a fresh state leaves parameters where g is 0", () => {
  check(fc.property(courses(), settings(), ({ dtype, w }, setting) => {
    const zeros = { dtype, w, gradients: [w.map(() => 0), w.map(() => 0)] };
    assertSameBits(arrive(make(setting), zeros), [...w]);
  }));
});

Deno.test("update() commutes with a change of sign", () => {
  check(
    fc.property(courses(), settings(), (course, setting) => {
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
          assertSameBits(
            other[name].map((x) => x + 0),
            values.map((x) => name === "m" ? sign(x) : x + 0),
          );
        }
      });
    }),
  );
});

Deno.test("adagrad() and rmsprop() ignore the scale of gradients", () => {
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
      settings(rate, ["adagrad", "rmsprop"]).map((setting) => ({
        ...setting,
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

Deno.test("gradientDescent() and momentum() are proportional to gradients", () => {
  const number = fc.double({ min: -8, max: 8, noNaN: true })
    .map((x) => Math.abs(x) < 2 ** -20 ? 0 : x);
  const rate = fc.double({ min: 2 ** -10, max: 2, noNaN: true });
  check(
    fc.property(
      courses({ dtype: "float64", number }),
      settings(rate, ["gradient-descent", "momentum"]).map((setting) => ({
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

Deno.test("update() of an empty tree gives an empty tree", () => {
  for (const rule of rules) {
    const optimizer = rule();
    const { params, state } = optimizer.update([], optimizer.init([]), []);
    assertEquals(params, []);
    assertEquals(state.slots, []);
    assertEquals(state.count.toArray(), tensor(1).toArray());
  }
});
