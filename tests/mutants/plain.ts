/** Wrong optimizers in plain arrays, pure and stateful, with faults of state. */
import { wrap } from "../../laws/mod.ts";
import type { Mutant } from "./mutant.ts";

const claims = {
  coordinatewise: true,
  ignoresWeights: true,
  odd: true,
  degree: 1,
} as const;

const hyperparameters = { learningRate: 0.5, momentum: 0.75 };

type Rows = number[][];

function minus(params: Rows, steps: Rows): Rows {
  return params.map((w, i) => w.map((x, j) => x - steps[i][j]));
}

/** m ← η·g + γ·m, row by row. */
function momentum(grads: Rows, m: Rows): Rows {
  return grads.map((g, i) =>
    g.map((x, j) => 0.5 * x + 0.75 * (m[i]?.[j] ?? 0))
  );
}

const common = {
  like: "momentum",
  takes: "list",
  traits: claims,
  hyperparameters,
} as const;

const zeros = (params: Rows): Rows => params.map((w) => w.map(() => 0));

/** A hidden count, shared by all runs. */
let steps = 0;
/** How many numbers the run that was begun last has. */
let size = 1;
/** Moments, emptied by `init`, shared by all runs. */
let shared: Rows = [];
/** Moments kept beside the states. */
const beside = new WeakMap<object, Rows>();

/** A stateful Momentum whose velocity is divided by a running power. */
class Corrected {
  #m = 0;
  #power = 1;
  #count = 0;
  step(params: number[], grads: number[]): number[] {
    this.#count++;
    this.#power = Math.fround(this.#power * Math.fround(0.9));
    return params.map((w, i) => {
      this.#m = 0.9 * this.#m + grads[i];
      return w - this.#m / (1 - this.#power);
    });
  }
  save(): { m: number; count: number } {
    return { m: this.#m, count: this.#count };
  }
  static restore(saved: unknown): Corrected {
    const { m, count } = saved as { m: number; count: number };
    const restored = new Corrected();
    restored.#m = m;
    restored.#count = count;
    restored.#power = Math.fround(0.9 ** count);
    return restored;
  }
}

/** A stateful Momentum that scales the gradients where they lie. */
class InPlace {
  #m: Rows = [];
  step(params: Rows, grads: Rows): Rows {
    for (const g of grads) g.forEach((x, j) => g[j] = 0.5 * x);
    this.#m = grads.map((g, i) =>
      g.map((x, j) => x + 0.75 * (this.#m[i]?.[j] ?? 0))
    );
    return minus(params, this.#m);
  }
}

/** Wrong optimizers in plain arrays. */
export const plainMutants: readonly Mutant[] = [
  {
    name: "momentum: state by position among the gradients that aren't 0",
    shipped: "TensorFlow.js, every optimizer with state",
    rejectedBy: ["closed-form", "independence", "splitting"],
    options: {},
    optimizer: wrap<Rows, Rows>({
      ...common,
      id: "state-by-position",
      init: () => [],
      update: (grads, state, params) => {
        const present = grads.map((g, i) => g.some((x) => x !== 0) ? i : -1)
          .filter((i) => i >= 0);
        const m = state.slice();
        const step = zeros(params);
        present.forEach((i, position) => {
          m[position] = momentum([grads[i]], [state[position] ?? []])[0];
          step[i] = m[position];
        });
        return { params: minus(params, step), state: m };
      },
    }),
  },
  {
    name: "momentum: later parameters take smaller steps",
    rejectedBy: ["permuting-parameters", "splitting"],
    options: {},
    optimizer: wrap<Rows, Rows>({
      ...common,
      id: "order-dependent",
      init: zeros,
      update: (grads, state, params) => {
        const m = momentum(grads, state);
        const step = m.map((row, i) => row.map((x) => x / (i + 1)));
        return { params: minus(params, step), state: m };
      },
    }),
  },
  {
    name: "momentum: an element takes its neighbour's m",
    rejectedBy: ["independence", "permuting-coordinates", "splitting"],
    options: {},
    optimizer: wrap<Rows, Rows>({
      ...common,
      id: "off-by-one",
      init: zeros,
      update: (grads, state, params) => {
        const m = momentum(
          grads,
          state.map((row) => [row[row.length - 1], ...row.slice(0, -1)]),
        );
        return { params: minus(params, m), state: m };
      },
    }),
  },
  {
    name: "momentum: the state is the caller's gradient array",
    rejectedBy: ["inputs-unchanged"],
    options: {},
    optimizer: wrap<Rows, { m: Rows; last: Rows }>({
      ...common,
      id: "alias",
      init: (params) => ({ m: zeros(params), last: zeros(params) }),
      update: (grads, { m, last }, params) => {
        // What γ·m should have met in the step before is added in this one.
        const before = momentum(last, m);
        return {
          params: minus(params, momentum(grads, before)),
          state: { m: before, last: grads },
        };
      },
    }),
  },
  {
    name: "momentum: gradients are scaled where they lie",
    rejectedBy: ["inputs-unchanged"],
    options: {},
    optimizer: wrap<Rows>({
      ...common,
      id: "in-place",
      make: () => new InPlace(),
    }),
  },
  {
    name: "momentum: a pure step writes into the parameters",
    rejectedBy: ["inputs-unchanged"],
    options: {},
    optimizer: wrap<Rows, Rows>({
      ...common,
      id: "params-in-place",
      init: zeros,
      update: (grads, state, params) => {
        const m = momentum(grads, state);
        params.forEach((w, i) => w.forEach((x, j) => w[j] = x - m[i][j]));
        return { params, state: m };
      },
    }),
  },
  {
    name: "momentum: the state is updated in place",
    rejectedBy: ["inputs-unchanged", "resume", "runs-stay-apart"],
    options: {},
    optimizer: wrap<Rows, Rows>({
      ...common,
      id: "state-in-place",
      init: zeros,
      update: (grads, state, params) => {
        momentum(grads, state).forEach((row, i) => state[i] = row);
        return { params: minus(params, state), state };
      },
    }),
  },
  {
    name: "gradient descent: a count shared by all runs shrinks η",
    rejectedBy: [
      "determinism",
      "inputs-unchanged",
      "resume",
      "runs-stay-apart",
      "sign-symmetry",
    ],
    options: {},
    optimizer: wrap<Rows, null>({
      id: "hidden-count",
      takes: "list",
      traits: { odd: true },
      init: () => null,
      update: (grads, state, params) => {
        const size = 0.5 / ++steps;
        const step = grads.map((g) => g.map((x) => size * x));
        return { params: minus(params, step), state };
      },
    }),
  },
  {
    name: "momentum: one m for all runs, emptied by init",
    rejectedBy: ["resume", "runs-stay-apart"],
    options: {},
    optimizer: wrap<Rows, null>({
      ...common,
      id: "shared-state",
      init: () => {
        shared = [];
        return null;
      },
      update: (grads, state, params) => {
        shared = momentum(grads, shared);
        return { params: minus(params, shared), state };
      },
    }),
  },
  {
    name: "gradient descent: η is shared out among the numbers of the last run",
    rejectedBy: ["runs-stay-apart"],
    options: {},
    optimizer: wrap<Rows, null>({
      id: "last-run",
      takes: "list",
      init: (params) => {
        size = params.flat().length;
        return null;
      },
      update: (grads, state, params) => {
        const step = grads.map((g) => g.map((x) => x / size));
        return { params: minus(params, step), state };
      },
    }),
  },
  {
    name: "gradient descent: gradients are divided by the greatest of all",
    rejectedBy: ["independence", "splitting"],
    options: {},
    optimizer: wrap<Rows, null>({
      id: "greatest-of-all",
      takes: "list",
      traits: { ...claims, degree: 0 },
      init: () => null,
      update: (grads, state, params) => {
        const greatest = Math.max(...grads.flat().map(Math.abs)) || 1;
        const step = grads.map((g) => g.map((x) => x / greatest));
        return { params: minus(params, step), state };
      },
    }),
  },
  {
    name: "momentum: m is kept beside the state",
    rejectedBy: ["resume"],
    options: {},
    optimizer: wrap<Rows, object>({
      ...common,
      id: "beside-state",
      init: () => ({}),
      update: (grads, state, params) => {
        const m = momentum(grads, beside.get(state) ?? []);
        const next = {};
        beside.set(next, m);
        return { params: minus(params, m), state: next };
      },
    }),
  },
  {
    name: "bias-corrected momentum: βᵗ is a running product, restored by pow",
    shipped: "TensorFlow.js, adam",
    rejectedBy: ["resume"],
    options: {},
    optimizer: wrap<number[]>({
      id: "restored-power",
      make: () => new Corrected(),
      restore: Corrected.restore,
    }),
  },
];
