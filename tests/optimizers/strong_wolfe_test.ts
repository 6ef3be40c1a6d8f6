/** Searches along a line, and L-BFGS, which goes by them. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { lbfgs, minimize, scalar, type Tensor, tensor } from "../../mod.ts";
import { emptyMemory, remember } from "../../optimizers/curvature_pairs.ts";
import { type LinePoint, strongWolfe } from "../../optimizers/strong_wolfe.ts";
import { check } from "../support/property.ts";

const search = {
  decrease: 1e-4,
  curvature: 0.9,
  tolerance: 1e-12,
  trials: 60,
};

type Line = (t: number) => readonly [value: number, slope: number];

function found(
  line: Line,
  first: number,
  options = search,
): { end: LinePoint; start: LinePoint; tried: number } {
  let tried = 0;
  const at = (t: number) => {
    const [value, slope] = line(t);
    return { t, value, slope };
  };
  const start = at(0);
  const counted = (t: number) => (tried++, at(t));
  return { end: at(strongWolfe(counted, start, first, options)), start, tried };
}

Deno.test("strongWolfe() ends where both conditions hold, from whatever is tried first", () => {
  const a = fc.double({ min: 0.1, max: 3, noNaN: true });
  check(
    fc.property(
      a,
      a,
      a,
      fc.double({ min: -8, max: 8, noNaN: true }),
      (p, q, r, e) => {
        // A bowl with waves on it: several minima, bounded below.
        const line: Line = (t) => [
          p * (t - q) ** 2 + r * Math.cos(3 * t) / 3,
          2 * p * (t - q) - r * Math.sin(3 * t),
        ];
        for (const decrease of [1e-4, 0.4]) {
          const { start, end } = found(line, 10 ** e, { ...search, decrease });
          assert(end.value <= start.value + decrease * end.t * start.slope);
          assert(Math.abs(end.slope) <= 0.9 * Math.abs(start.slope));
        }
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("strongWolfe() goes to a cubic's minimum at the second trial", () => {
  // f = t³/3 − t falls to 1; from 0 and 3 the cubic through both is itself.
  const line: Line = (t) => [t ** 3 / 3 - t, t ** 2 - 1];
  const { end, tried } = found(line, 3, { ...search, curvature: 0.01 });
  assert(Math.abs(end.t - 1) < 1e-12);
  assertEquals(tried, 2);
});

Deno.test("strongWolfe() goes at most ten times as far at once", () => {
  const places: number[] = [];
  const line: Line = (t) => {
    places.push(t);
    return [-t, -1];
  };
  found(line, 1, { ...search, trials: 3 });
  assertEquals(places.slice(1, 5), [1, 10, 100, 1000]);
});

Deno.test("strongWolfe() lets the second point lie above the first", () => {
  const places: number[] = [];
  const line: Line = (t) => {
    places.push(t);
    return [t === 0 ? 0 : t === 1 ? -1 : t === 10 ? -0.5 : -t, -1];
  };
  found(line, 1, { ...search, trials: 2 });
  assertEquals(places.slice(1, 3), [1, 10]);
  assert(places[3] > 10, `${places}`);
});

Deno.test("strongWolfe() comes back from where there is no number", () => {
  for (const beyond of [NaN, Infinity]) {
    const line: Line = (t) =>
      t < 2 ? [(t - 1) ** 2, 2 * (t - 1)] : [beyond, beyond];
    const { end } = found(line, 100);
    assert(end.t > 0 && end.t < 2 && end.value < 1);
  }
});

Deno.test("strongWolfe() leaves the ends of a bracket that it was near to twice", () => {
  // A wall behind 1: cubics through it have their minimum next to the start.
  const line: Line = (t) => t < 1 ? [-t, -1] : [1e6 * (t - 1) - 1, 1e6];
  const { end, tried } = found(line, 2, { ...search, trials: 9 });
  assert(end.t > 0.1, `${end.t} after ${tried}`);
});

Deno.test("strongWolfe() stays where nothing is lower", () => {
  const line: Line = (t) => [t === 0 ? 0 : 1 + t, -1];
  assertEquals(found(line, 1).end.t, 0);
  assertEquals(found(line, 1, { ...search, trials: 1 }).end.t, 0);
});

/** A bowl of three tensors, as steep as 1, 25 and 1000. */
const bowl = (w: readonly Tensor[]) =>
  [1, 25, 1000].map((a, i) => w[i].sub(i).square().mul(a).sum())
    .reduce((a, b) => a.add(b));
const start = [tensor([1, 2]), tensor([[3], [-4]]), tensor(5)];

Deno.test("lbfgs() has a bowl's minimum after few steps, and rests there", () => {
  const run = (steps: number) =>
    minimize(bowl, start, lbfgs({ tolerance: 1e-20 }), { steps });
  const { loss, params } = run(25);
  assert(loss < 1e-15, String(loss));
  assertEquals(
    minimize(bowl, [0, 1, 2].map((x, i) => start[i].mul(0).add(x)), lbfgs(), {
      steps: 3,
    }).loss,
    0,
  );
  assert(params[2].item() - 2 < 1e-9);
});

Deno.test("lbfgs() keeps as many pairs as it is to, the newest", () => {
  const states: { s: number[]; pairs: number }[] = [];
  minimize(bowl, start, lbfgs({ historySize: 2, learningRate: 0.125 }), {
    steps: 6,
    record: ({ state }) => {
      const { shared, slots } = state as unknown as {
        shared: { pairs: Tensor };
        slots: readonly { s: Tensor }[];
      };
      states.push({
        s: [...slots[2].s.toTypedArray()],
        pairs: shared.pairs.item(),
      });
    },
  });
  assertEquals(states.map(({ pairs }) => pairs), [0, 0, 1, 2, 2, 2, 2]);
  assertEquals(states[4].s[0], states[3].s[1]);
  assertEquals(states[2].s[1], 0);
});

Deno.test("lbfgs() takes no pair whose curvature is not above the least", () => {
  const pairs = (leastCurvature: number) => {
    const { state } = minimize(bowl, start, lbfgs({ leastCurvature }), {
      steps: 4,
    });
    return (state as unknown as { shared: { pairs: Tensor } }).shared.pairs
      .item();
  };
  assertEquals([pairs(0), pairs(1e9)], [3, 0]);
});

Deno.test("lbfgs() takes no pair whose products are not finite", () => {
  const taken = (g: number) => {
    const [zero, step] = [tensor([0]), tensor([-1])];
    const { s, y } = emptyMemory(zero, scalar(2));
    const state = { s: [s], y: [y], step: [step], g: [zero] };
    return remember([tensor([g])], state, scalar(0), scalar(0)).count.item();
  };
  // The curvature s·y is g; y·y is beyond the greatest number from 2⁵¹² on.
  assertEquals([2 ** 511, 2 ** 512, Infinity, NaN].map(taken), [1, 0, 0, 0]);
});
