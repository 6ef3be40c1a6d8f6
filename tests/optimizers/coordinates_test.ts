/** What holds because each coordinate's step depends on that coordinate alone. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { rules, type Tensor, tensor } from "../../mod.ts";
import { alongGradients } from "../../optimizers/along_gradients.ts";
import { assertSameBits } from "../support/bits.ts";
import { anyDouble, check, shapes } from "../support/property.ts";
import {
  arrive,
  claiming,
  type Course,
  courses,
  elements,
  lecture,
  make,
  type Setting,
  settings,
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

/** Settings of the rules that claim it. */
function coordinatewise(): fc.Arbitrary<Setting> {
  return settings(undefined, claiming(({ coordinatewise }) => coordinatewise));
}

Deno.test("the lecture's rules are here and coordinatewise", () => {
  for (const { id, definition } of rules) assertEquals(definition.id, id);
  for (const id of Object.keys(lecture)) {
    const rule = rules.find((rule) => rule.id === id);
    assert(rule!.definition.traits.coordinatewise);
    assertEquals(Object.keys(rule!.definition.variants)[0], "lecture");
  }
});

Deno.test("update() gives each coordinate the bits it has alone", () => {
  check(
    fc.property(courses(), coordinatewise(), (course, setting) => {
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
  check(fc.property(permuted, coordinatewise(), ([course, places], setting) => {
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
      coordinatewise(),
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
    fc.property(
      shaped,
      coordinatewise(),
      ({ shape, w, gradients }, setting) => {
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
        // A slot is like the parameter, or one number for all of it.
        for (const slot of Object.values<Tensor>(state.slots)) {
          assertEquals(slot.shape, slot.rank === 0 ? [] : shape);
        }
        const flat = arrive(optimizer, { dtype: "float64", w, gradients });
        assertSameBits(elements(params), flat);
      },
    ),
  );
});

Deno.test("update() gives the leaves of a tree the bits they have alone", () => {
  check(
    fc.property(
      courses(),
      courses({ maxSteps: 1 }),
      coordinatewise(),
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

Deno.test("update() of an empty tree gives an empty tree", () => {
  for (const rule of rules) {
    const optimizer = alongGradients(rule());
    const { params, state } = optimizer.update([], optimizer.init([]), []);
    assertEquals(params, []);
    assertEquals(state.slots, []);
    assertEquals(state.count.toArray(), tensor(1).toArray());
  }
});
