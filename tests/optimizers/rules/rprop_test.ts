import { assert, assertEquals } from "@std/assert";
import { rprop } from "../../../mod.ts";
import { arrive, elements, floats, follow, slots } from "../support.ts";
import { gradients, readReference, start, travel } from "../trajectories.ts";
import { checkFormula } from "./formula.ts";

Deno.test("rprop() has the bits of its formula, whatever is done on a change of sign", () => {
  const begin = { d: "learningRate", g: 0 };
  checkFormula("rprop", begin, ({ g, state }, hyper, r, { signChange }) => {
    const agreement = Math.sign(g) * Math.sign(state.g);
    const turned = agreement < 0;
    const grown = Math.min(r(r(hyper.increase) * state.d), r(hyper.maxStep));
    const shrunk = Math.max(r(r(hyper.decrease) * state.d), r(hyper.minStep));
    const d = turned ? shrunk : agreement > 0 ? grown : state.d;
    const onChange = { revert: state.d, rest: 0, move: shrunk }[signChange]!;
    const step = (turned ? onChange : d) * Math.sign(g);
    return { step, state: { d, g: turned && signChange !== "move" ? 0 : g } };
  });
});

/** The weights and sizes along gradients that grow, turn and vanish. */
function path(signChange: "revert" | "rest" | "move") {
  const optimizer = rprop({
    learningRate: 1,
    increase: 1.5,
    maxStep: 2,
    signChange,
  });
  const points = follow(optimizer, {
    dtype: "float64",
    w: [0],
    gradients: [[4], [3], [9], [-1], [-1], [-1], [0], [-2]],
  });
  return {
    w: points.map(({ params }) => elements(params)[0]),
    d: points.map(({ state }) => slots(state).d[0]),
  };
}

Deno.test("rprop() takes the steps worked out by hand", () => {
  const d = [1, 1, 1.5, 2, 1, 1, 1.5, 1.5, 1.5];
  // The fourth step takes back the third, of size 2.
  assertEquals(path("revert"), {
    d,
    w: [0, -1, -2.5, -4.5, -2.5, -1.5, 0, 0, 1.5],
  });
  assertEquals(path("rest"), {
    d,
    w: [0, -1, -2.5, -4.5, -4.5, -3.5, -2, -2, -0.5],
  });
  // The sign of the fourth gradient counts for the fifth.
  assertEquals(path("move"), {
    d: [1, 1, 1.5, 2, 1, 1.5, 2, 2, 2],
    w: [0, -1, -2.5, -4.5, -3.5, -2, 0, 0, 2],
  });
});

Deno.test("rprop() keeps sizes within their bounds, but for the first", () => {
  const course = (gradients: number[][]) =>
    ({ dtype: "float64", w: [0], gradients }) as const;
  const last = (learningRate: number, gradients: number[][]) => {
    const optimizer = rprop({ learningRate, minStep: 0.25, maxStep: 2 });
    return slots(follow(optimizer, course(gradients)).at(-1)!.state).d[0];
  };
  assertEquals(last(8, [[1]]), 8);
  assertEquals(last(8, [[1], [1]]), 2);
  assertEquals(last(0.125, [[1]]), 0.125);
  assertEquals(last(0.125, [[1], [-1]]), 0.25);
});

Deno.test("rprop() compares signs, also where the product of gradients underflows", () => {
  for (const dtype of floats) {
    const tiny = dtype === "float64" ? 1e-200 : 1e-30;
    const sizes = [tiny, 1].map((g) =>
      slots(
        follow(rprop(), { dtype, w: [0], gradients: [[g], [g], [-g]] })
          .at(-1)!.state,
      ).d
    );
    assertEquals(sizes[0], sizes[1]);
  }
});

Deno.test("rprop() takes the learning rate of its first step alone", () => {
  const course = { dtype: "float64", w: [0], gradients: [[1], [1]] } as const;
  const learningRate = rprop().hyperparameters.learningRate as number;
  assertEquals(
    arrive(
      rprop({ learningRate: (t) => t.mul(0).add(learningRate).div(t) }),
      course,
    ),
    arrive(rprop(), course),
  );
});

/** optax's Rprop in one coordinate: the step before, or the present one. */
function optax(i: number, isStale: boolean): number[] {
  let [w, d, g0, kept] = [start[i], 0.01, 0, 0];
  return gradients.map((row) => {
    const g = row[i];
    const agreement = g * g0;
    if (agreement > 0) d = Math.min(d * 1.2, 50);
    if (agreement < 0) d = Math.max(d * 0.5, 1e-6);
    const step = agreement < 0 ? 0 : d * Math.sign(g);
    w -= isStale ? (agreement < 0 ? 0 : kept) : step;
    kept = step;
    g0 = agreement < 0 ? 0 : g;
    return w;
  });
}

Deno.test("rprop() as optax departs from optax, which takes the step before", () => {
  const { recorded, cases } = readReference("optax_faults");
  const { points } = cases.find(({ rule, name }) =>
    rule === "rprop" && name === "defaults"
  )!;
  const ours = travel(rprop({ variant: "optax" }), "float64");
  for (const i of start.keys()) {
    // The first update is 0.
    assertEquals(points[0][i], start[i]);
    assertEquals(ours[1][i] === start[i], gradients[0][i] === 0);
    const shipped = optax(i, true);
    const meant = optax(i, false);
    recorded.forEach((t, row) => {
      const bound = 1e-13 * Math.max(1, Math.abs(meant[t - 1]));
      assert(Math.abs(ours[t][i] - meant[t - 1]) <= bound);
      assert(
        Math.abs(points[row][i]! - shipped[t - 1]) <= bound * 10,
        `step ${t}, coordinate ${i}: ${points[row][i]} for ${shipped[t - 1]}`,
      );
    });
  }
});

Deno.test("rprop() has the published defaults", () => {
  const { hyperparameters, choices } = rprop();
  assertEquals(hyperparameters, {
    learningRate: 0.1,
    decrease: 0.5,
    increase: 1.2,
    minStep: 1e-6,
    maxStep: 50,
  });
  assertEquals(choices, { signChange: "revert" });
});
