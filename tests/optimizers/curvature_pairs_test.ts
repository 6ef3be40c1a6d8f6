/** What L-BFGS remembers, and the direction that its memory gives. */
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  full,
  scalar,
  stack,
  type Tensor,
  tensor,
  tensorFromJSON,
  zeros,
} from "../../mod.ts";
import {
  directionFrom,
  type Memory,
  remember,
  twoLoops,
} from "../../optimizers/curvature_pairs.ts";
import type { Lists } from "../../optimizers/define_tree.ts";
import { assertSameBits } from "../support/bits.ts";
import { check, moderateDouble, shapes } from "../support/property.ts";
import { type Float, floats, vector, wideNumbers } from "./support.ts";

/** A memory, and how many pairs are in it. */
interface Course {
  readonly state: Lists<Memory>;
  readonly count: Tensor;
}

/** Memories of one or two tensors of any numbers, and a gradient. */
function memories() {
  return fc.record({
    shapes: fc.array(shapes({ maxSize: 6 }), { minLength: 1, maxLength: 2 }),
    dtype: fc.constantFrom<Float>(...floats),
    places: fc.integer({ min: 1, max: 4 }),
    count: fc.nat(4),
  }).chain(({ shapes, dtype, places, count }) => {
    const element = wideNumbers(dtype);
    const of = (shape: readonly number[]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return fc.array(element, { minLength: size, maxLength: size })
        .map((row) => vector(row, dtype).reshape([...shape]));
    };
    const list = (...axes: number[]) =>
      fc.tuple(...shapes.map((shape) => of([...axes, ...shape])));
    return fc.record({
      g: list(),
      state: fc.record({
        s: list(places),
        y: list(places),
        step: list(),
        g: list(),
      }),
      count: fc.constant(scalar(Math.min(count, places))),
      places: fc.constant(places),
    });
  });
}

function assertSameLists(a: readonly Tensor[], b: readonly Tensor[]): void {
  assertEquals(a.length, b.length);
  a.forEach((x, i) => {
    assertEquals([x.shape, x.dtype], [b[i].shape, b[i].dtype]);
    assertSameBits(x.toTypedArray(), b[i].toTypedArray());
  });
}

Deno.test("directionFrom() has the bits of remember() and twoLoops()", () => {
  const least = scalar(0.5);
  check(
    fc.property(memories(), ({ g, state, count }) => {
      const { pairs, down } = directionFrom(g, state, count, least);
      const expected = remember(g, state, count, least);
      assertSameLists(pairs.s, expected.s);
      assertSameLists(pairs.y, expected.y);
      assertEquals(pairs.count.item(), expected.count.item());
      assertSameLists(down, twoLoops(g, expected));
    }),
    { numRuns: 60 },
  );
});

Deno.test("directionFrom() has them of many numbers", () => {
  const size = 600_000;
  const [from, to] = [100_000, 100_003];
  const at = (...x: number[]) => {
    const all = new Float32Array(size);
    all.set(x, from);
    return tensor(all);
  };
  const none = zeros([2, size], "float32");
  const memory = { s: [none], y: [none], step: [at(-1, 2, 3)], g: [at(1, 1)] };
  const part = (x: Tensor) => x.slice([from], [to]);
  const small = {
    s: [zeros([2, 3], "float32")],
    y: [zeros([2, 3], "float32")],
    step: memory.step.map(part),
    g: memory.g.map(part),
  };
  const g = at(4, -3, 0.3);
  const whole = directionFrom([g], memory, scalar(0), scalar(0));
  const own = directionFrom([part(g)], small, scalar(0), scalar(0));
  assertEquals(own.pairs.count.item(), 1);
  // Of three numbers a sum has the same terms in the same order: others are 0.
  assertSameLists(whole.down.map(part), own.down);
  assertSameLists(
    whole.pairs.s.map((s) => s.slice([0, from], [2, to])),
    own.pairs.s,
  );
});

Deno.test("directionFrom() has the same bits from a memory that was written down", () => {
  check(
    fc.property(memories(), memories(), ({ g, state, count }, { places }) => {
      const least = scalar(-Infinity);
      let kept: Course = { state, count };
      let copied = kept;
      for (let step = 0; step < places + 2; step++) {
        const gradient = g.map((x) => x.mul(1 - step).add(0.1));
        const next = ({ state, count }: Course): Course => {
          const { pairs: { s, y, count: after }, down } = directionFrom(
            gradient,
            state,
            count,
            least,
          );
          return { state: { s, y, step: down, g: gradient }, count: after };
        };
        kept = next(kept);
        copied = next(copied);
        assertEquals(kept.count.item(), copied.count.item());
        for (const name of ["s", "y", "step"] as const) {
          assertSameLists(kept.state[name], copied.state[name]);
        }
        const copy = (x: Tensor) => tensorFromJSON(x.toJSON());
        copied = {
          ...copied,
          state: {
            s: copied.state.s.map(copy),
            y: copied.state.y.map(copy),
            step: copied.state.step.map(copy),
            g: copied.state.g.map(copy),
          },
        };
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("remember() puts the newest pair last and drops the oldest", () => {
  const least = 0.5;
  check(
    fc.property(memories(), ({ g, state, count, places }) => {
      const s = state.step.map((step) => step.neg());
      const y = g.map((g, i) => g.sub(state.g[i]));
      const curvature = inner(s, y);
      const size = inner(y, y);
      const tells = curvature > least && Number.isFinite(curvature + size);
      const after = (all: Tensor, x: Tensor) => {
        const known = Array.from(
          { length: count.item() },
          (_, i) => at(all, i),
        );
        return tells ? [...known, x].slice(-places) : known;
      };
      const pairs = remember(g, state, count, scalar(least));
      const first = (all: Tensor) =>
        Array.from({ length: pairs.count.item() }, (_, i) => at(all, i));
      s.forEach((_, leaf) => {
        assertSameLists(first(pairs.s[leaf]), after(state.s[leaf], s[leaf]));
        assertSameLists(first(pairs.y[leaf]), after(state.y[leaf], y[leaf]));
      });
      assertEquals(pairs.s.map(({ shape }) => shape[0]), s.map(() => places));
    }),
    { numRuns: 300 },
  );
});

Deno.test("remember() takes no pair whose curvature is the least, as that of no step", () => {
  const none = zeros([2, 2]);
  const known = (step: readonly number[], least: number) =>
    remember(
      [tensor([1, 3])],
      { s: [none], y: [none], step: [tensor([...step])], g: [zeros([2])] },
      scalar(0),
      scalar(least),
    ).count.item();
  assertEquals(known([0, 0], 0), 0);
  assertEquals(known([-1, -1], 4), 0);
  assertEquals(known([-1, -1], 3.5), 1);
});

/** Three pairs of vectors of three numbers at most, and a gradient. */
function fewPairs() {
  return fc.record({ n: fc.integer({ min: 1, max: 3 }), k: fc.nat(3) })
    .chain(({ n, k }) => {
      const row = fc.array(moderateDouble(), { minLength: n, maxLength: n });
      const rows = fc.array(row, { minLength: k, maxLength: k });
      return fc.record({ g: row, s: rows, y: rows });
    });
}

/** So many places, of which the last ones have this number. */
function placed(rows: readonly number[][], n: number, rest = 0): Tensor {
  const others = Array.from({ length: 3 - rows.length }, () => full([n], rest));
  return stack([...rows.map((row) => tensor(row)), ...others]);
}

Deno.test("twoLoops() is the algorithm on plain numbers, bit for bit", () => {
  const dot = (x: number[], y: number[]) => {
    const [a, b, c = 0] = x.map((x, i) => x * y[i]);
    return 0 + (0 + a + (0 + c) + (0 + (b ?? 0)));
  };
  check(
    fc.property(fewPairs(), ({ g, s, y }) => {
      const sy = s.map((s, i) => dot(s, y[i]));
      let r = g;
      const a: number[] = [];
      for (let i = s.length - 1; i >= 0; i--) {
        a[i] = dot(s[i], r) / sy[i];
        r = r.map((x, j) => x + -a[i] * y[i][j]);
      }
      const last = s.length - 1;
      const gamma = last < 0 ? 1 : sy[last] / dot(y[last], y[last]);
      if (last >= 0) r = r.map((x) => gamma * x);
      for (let i = 0; i <= last; i++) {
        const b = dot(y[i], r) / sy[i];
        r = r.map((x, j) => x + (a[i] - b) * s[i][j]);
      }
      const pairs = {
        s: [placed(s, g.length)],
        y: [placed(y, g.length)],
        count: scalar(s.length),
      };
      const [down] = twoLoops([tensor(g)], pairs);
      assertSameBits(down.toTypedArray(), Float64Array.from(r));
    }),
    { numRuns: 500 },
  );
});

Deno.test("twoLoops() makes of the last change of the gradient that of the weights", () => {
  const away = (x: number) => x * x > 1e-100;
  const rows = fewPairs().filter(({ s, y }) =>
    s.length > 0 && s.flat().every(away) && y.flat().every(away)
  );
  check(fc.property(rows, ({ s, y }) => {
    // Of one sign, so that no curvature is 0: then every part is exact.
    const [n, count] = [s[0].length, scalar(s.length)];
    const positive = (rows: number[][]) =>
      rows.map((row) => row.map((x) => Math.abs(x)));
    const pairs = {
      s: [placed(positive(s), n)],
      y: [placed(positive(y), n)],
      count,
    };
    const [last] = [s.length - 1];
    const [down] = twoLoops([at(pairs.y[0], last)], pairs);
    assertSameBits(
      down.toTypedArray(),
      at(pairs.s[0], last).toTypedArray(),
    );
  }));
});

Deno.test("twoLoops() sees nothing of places that are left over", () => {
  check(fc.property(fewPairs(), ({ g, s, y }) => {
    const count = scalar(s.length);
    const [one, other] = [0, NaN].map((rest) =>
      twoLoops([tensor(g)], {
        s: [placed(s, g.length, rest)],
        y: [placed(y, g.length, rest)],
        count,
      })
    );
    assertSameLists(one, other);
  }));
});

function at(all: Tensor, place: number): Tensor {
  return all.take(tensor(place, "int32"));
}

function inner(x: readonly Tensor[], y: readonly Tensor[]): number {
  return x.map((x, i) => x.cast("float64").mul(y[i].cast("float64")).sum())
    .reduce((sum, each) => sum + each.item(), 0);
}
