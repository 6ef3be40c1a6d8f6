/** Optimizers are pure functions: nothing is changed, nothing remembered. */
import { assertEquals, assertStrictEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  type OptimizerState,
  type Slot,
  type Tensor,
  tensor,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { check } from "../support/property.ts";
import {
  arrive,
  type Course,
  courses,
  elements,
  follow,
  make,
  settings,
  slots,
  variants,
  vector,
} from "./support.ts";

type State = OptimizerState<Tensor, Slot>;

function snapshot(state: State): Record<string, number[]> {
  return { ...slots(state), count: elements(state.count) };
}

/** A state read from its numbers, as it comes back from a file. */
function restored({ count, slots, ...rest }: State): State {
  const copied = (kept: Slot) =>
    Object.fromEntries(
      Object.entries(kept).map(([name, x]) => [
        name,
        tensor(x.toTypedArray() as Float64Array).reshape(x.shape),
      ]),
    );
  const shared = Object.entries(rest as Record<string, Slot>)
    .map(([name, kept]) => [name, copied(kept)]);
  return {
    count: tensor(count.item()),
    slots: copied(slots as Slot),
    ...Object.fromEntries(shared),
  };
}

Deno.test("update() changes neither parameters, gradients nor state", () => {
  check(
    fc.property(courses({ maxSteps: 3 }), settings(), (course, setting) => {
      const optimizer = make(setting);
      const { params, state } = follow(optimizer, course).at(-1)!;
      const gradients = vector(course.gradients[0], course.dtype);
      const before = [elements(params), elements(gradients)];
      const kept = snapshot(state);
      optimizer.update(gradients, state, params);
      optimizer.step(gradients, state, params);
      optimizer.learningRate(state);
      assertSameBits(elements(params), before[0]);
      assertSameBits(elements(gradients), before[1]);
      for (const [name, values] of Object.entries(snapshot(state))) {
        assertSameBits(values, kept[name]);
      }
    }),
  );
});

Deno.test("update() writes into no tree or state that it is given", () => {
  for (const make of Object.values(variants)) {
    const optimizer = make(0.1, 0.9);
    const params = Object.freeze({
      a: tensor([1, 2]),
      b: [tensor(3)] as const,
    });
    const state = optimizer.init(params);
    Object.values(state.slots).forEach(Object.freeze);
    Object.freeze(state.slots);
    Object.freeze(state);
    const next = optimizer.update(params, state, params);
    assertEquals(state.count.item(), 0);
    assertEquals(next.state.count.item(), 1);
    assertEquals(Object.keys(params), ["a", "b"]);
    assertEquals(params.a.toArray(), [1, 2]);
  }
});

Deno.test("update() gives the same bits again, from another instance too", () => {
  check(fc.property(courses(), settings(), (course, setting) => {
    const optimizer = make(setting);
    const first = arrive(optimizer, course);
    assertSameBits(arrive(optimizer, course), first);
    assertSameBits(arrive(make(setting), course), first);
  }));
});

Deno.test("update() keeps two interleaved runs apart", () => {
  check(
    fc.property(courses(), courses(), settings(), (one, two, setting) => {
      const optimizer = make(setting);
      const runs = [one, two].map((course: Course) => ({
        course,
        params: vector(course.w, course.dtype),
        state: optimizer.init(vector(course.w, course.dtype)),
      }));
      for (let t = 0; t < 6; t++) {
        for (const run of runs) {
          const { dtype, gradients } = run.course;
          if (t >= gradients.length) continue;
          const g = vector(gradients[t], dtype);
          Object.assign(run, optimizer.update(g, run.state, run.params));
        }
      }
      for (const { course, params } of runs) {
        assertSameBits(elements(params), arrive(optimizer, course));
      }
    }),
  );
});

Deno.test("update() goes on from a state read back from its numbers", () => {
  check(fc.property(courses(), settings(), (course, setting) => {
    const { dtype, w, gradients } = course;
    const whole = follow(make(setting), course);
    const half = gradients.length >> 1;
    let { params, state } = whole[half];
    state = restored(state);
    for (const g of gradients.slice(half)) {
      const optimizer = make(setting);
      const next = optimizer.update(vector(g, dtype), restored(state), params);
      ({ params, state } = next);
    }
    const last = whole[gradients.length];
    assertSameBits(elements(params), elements(last.params));
    assertEquals(params.shape, [w.length]);
    for (const [name, values] of Object.entries(snapshot(state))) {
      assertSameBits(values, snapshot(last.state)[name]);
    }
  }));
});

Deno.test("update() is params minus step(), with the same state", () => {
  check(fc.property(courses(), settings(), (course, setting) => {
    const optimizer = make(setting);
    const { params, state } = follow(optimizer, course).at(-1)!;
    const g = vector(course.gradients[0], course.dtype);
    const updated = optimizer.update(g, state, params);
    const stepped = optimizer.step(g, state, params);
    assertStrictEquals(updated.params.dtype, course.dtype);
    assertSameBits(
      elements(updated.params),
      elements(params.sub(stepped.step)),
    );
    const kept = snapshot(stepped.state);
    for (const [name, values] of Object.entries(snapshot(updated.state))) {
      assertSameBits(values, kept[name]);
    }
  }));
});

Deno.test("update() counts its steps", () => {
  check(fc.property(courses(), settings(), (course, setting) => {
    follow(make(setting), course).forEach(({ state }, t) => {
      assertEquals(state.count.item(), t);
      assertEquals([state.count.dtype, state.count.shape], ["float64", []]);
    });
  }));
});
