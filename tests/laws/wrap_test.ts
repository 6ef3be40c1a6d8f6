import { assert, assertEquals } from "@std/assert";
import {
  checkOptimizer,
  type CheckOptimizerOptions,
  type PureOptimizer,
  type StatefulOptimizer,
  type Subject,
  wrap,
} from "../../laws/mod.ts";

type Row = number[];
type Rows = number[][];

const traits = {
  coordinatewise: true,
  ignoresWeights: true,
  odd: true,
} as const;
const hyperparameters = { learningRate: 0.25, momentum: 0.5 };
const few = { numRuns: 15 };

/** Momentum of several parameters as pure functions. */
const pure: PureOptimizer<Rows, Rows> = {
  id: "pure",
  like: "momentum",
  takes: "list",
  traits: { ...traits, degree: 1 },
  hyperparameters,
  init: (params) => params.map((w) => w.map(() => 0)),
  update: (grads, m, params) => {
    const state = grads.map((g, i) =>
      g.map((x, j) => 0.25 * x + 0.5 * m[i][j])
    );
    return {
      params: params.map((w, i) => w.map((x, j) => x - state[i][j])),
      state,
    };
  },
};

/** RMSProp of one parameter as a class that updates it in place. */
class Rmsprop {
  h: Row;
  constructor(
    size: number,
    readonly decay: number = 0.5,
    readonly epsilon: number = 1e-8,
  ) {
    this.h = Array(size).fill(0);
  }
  step(params: Row, grads: Row): Row {
    grads.forEach((g, i) => {
      this.h[i] = this.decay * this.h[i] + (1 - this.decay) * (g * g);
      params[i] -= 0.25 / (Math.sqrt(this.h[i]) + this.epsilon) * g;
    });
    return params;
  }
}

const stateful: StatefulOptimizer<Row> = {
  id: "stateful",
  like: "rmsprop",
  traits: { ...traits, degree: 0, meanSquare: true },
  hyperparameters: { learningRate: 0.25, decay: 0.5, epsilon: 1e-8 },
  make: (params) => new Rmsprop(params.length),
};

async function outcomes(
  subject: Subject,
  options: CheckOptimizerOptions = few,
): Promise<Record<string, string>> {
  const report = await checkOptimizer(subject, options);
  return Object.fromEntries(
    report.outcomes.map(({ law, outcome, reason, counterexample }) => [
      law,
      [outcome, reason ?? counterexample?.message ?? ""].join(": "),
    ]),
  );
}

function violated(of: Record<string, string>): string[] {
  return Object.keys(of).filter((law) => of[law].startsWith("violated"));
}

Deno.test("wrap() holds right optimizers, pure and stateful, to their laws", async () => {
  const pureOnes = await outcomes(wrap(pure));
  assertEquals(violated(pureOnes), []);
  for (
    const law of ["closed-form", "scale", "permuting-parameters", "resume"]
  ) assertEquals(pureOnes[law], "held: ");
  const statefulOnes = await outcomes(wrap(stateful));
  assertEquals(violated(statefulOnes), []);
  for (const law of ["closed-form", "mean-square-in-hull", "resume"]) {
    assertEquals(statefulOnes[law], "held: ");
  }
});

Deno.test("wrap() takes asynchronous functions", async () => {
  const later = <T>(value: T | Promise<T>): Promise<T> =>
    new Promise((resolve) => queueMicrotask(() => resolve(value)));
  const report = await outcomes(wrap<Rows, Rows>({
    ...pure,
    init: (params) => later(pure.init(params)),
    update: (grads, state, params) => later(pure.update(grads, state, params)),
  }));
  assertEquals(violated(report), []);
  const slow = await outcomes(wrap<Row>({
    ...stateful,
    make: async (params) => {
      const inner = await later(await stateful.make(params));
      return { step: (w: Row, g: Row) => later(inner.step(w, g)) };
    },
  }));
  assertEquals(violated(slow), []);
});

Deno.test("wrap() asks of one array only what one array can show", async () => {
  const report = await outcomes(wrap(stateful));
  assertEquals(
    report["permuting-parameters"],
    "not claimed: it takes a single parameter",
  );
  assertEquals(report["splitting"], "held: ");
  assertEquals(report["independence"], "held: ");
});

Deno.test("wrap() makes laws at other hyperparameters possible through with", async () => {
  const at = (
    { decay, epsilon }: { decay: number; epsilon: number },
  ): Subject =>
    wrap<Row>({
      ...stateful,
      hyperparameters: { learningRate: 0.25, decay, epsilon },
      make: (params) => new Rmsprop(params.length, decay, epsilon),
      with: (changes) => at({ decay, epsilon, ...changes }),
    });
  const able = await outcomes(at({ decay: 0.5, epsilon: 1e-8 }));
  // A plain quotient is NaN where both the gradient and ε are 0.
  assertEquals(violated(able), ["rmsprop-without-memory"]);
  assertEquals(able["scale"], "held: ");
  assertEquals(
    able["rmsprop-includes-momentum"],
    `not claimed: it is asked at learningRate = ${2 ** 70}, and making it so ` +
      "gave 0.25",
  );
  const unable = await outcomes(wrap(stateful));
  assertEquals(
    unable["rmsprop-without-memory"],
    "not claimed: it is asked at decay = 0, this one has 0.5 and cannot be " +
      "made anew (give the rule, or with)",
  );
  assert(unable["scale"].startsWith("not claimed: it is asked at epsilon = 0"));
});

Deno.test("wrap() asks closed forms only where hyperparameters are known", async () => {
  const { momentum: _, ...without } = hyperparameters;
  const report = await outcomes(wrap({ ...pure, hyperparameters: without }));
  assertEquals(report["closed-form"], "not claimed: its momentum is not known");
  assertEquals(
    report["momentum-without-inertia"],
    "not claimed: its momentum is not known",
  );
  const { like: _like, ...unnamed } = pure;
  const other = await outcomes(wrap(unnamed));
  assertEquals(other["closed-form"], "not claimed: no closed form is known");
  const liked = await outcomes(wrap(unnamed), { ...few, like: "momentum" });
  assertEquals(liked["closed-form"], "held: ");
  const wrong = await outcomes(wrap(unnamed), { ...few, like: "nesterov" });
  assert(wrong["closed-form"].startsWith("violated"));
});

Deno.test("wrap() keeps a state through save and restore", async () => {
  const saved: unknown[] = [];
  const right = await outcomes(wrap<Rows, Rows>({
    ...pure,
    save: (state) => JSON.stringify(state),
    restore: (text) => {
      saved.push(text);
      return JSON.parse(text as string);
    },
  }));
  // JSON loses -0, and infinities: here neither reaches the parameters' bits.
  assert(saved.length > 0 && saved.every((text) => typeof text === "string"));
  assert(!right["resume"].startsWith("not claimed"));
  const wrong = await outcomes(wrap<Rows, Rows>({
    ...pure,
    save: (state) => state.map((row) => row.map(Math.fround)),
  }));
  assert(wrong["resume"].includes("a run kept through save and restore"));
});

Deno.test("wrap() restores stateful instances from what they saved", async () => {
  const restored = (save: (h: Row) => Row) =>
    outcomes(wrap<Row>({
      ...stateful,
      make: (params) => saving(new Rmsprop(params.length), save),
      restore: (h) => {
        const inner = new Rmsprop(0);
        inner.h = h as Row;
        return saving(inner, save);
      },
    }));
  assertEquals((await restored((h) => h))["resume"], "held: ");
  assert(
    (await restored((h) => h.map(Math.fround)))["resume"].includes("kept"),
  );
  const unsaved = await outcomes(wrap<Row>({
    ...stateful,
    restore: () => new Rmsprop(0),
  }));
  assert(
    unsaved["resume"].includes(
      "TypeError: Cannot save stateful: it has a restore, but its instances " +
        "have no save",
    ),
  );
});

function saving(inner: Rmsprop, save: (h: Row) => Row) {
  return {
    step: (params: Row, grads: Row) => inner.step(params, grads),
    save: () => save(inner.h),
  };
}

Deno.test("wrap() rounds what it draws to float32 where that is the dtype", async () => {
  let rounded = true;
  const single = wrap<Row, null>({
    id: "single",
    like: "gradient-descent",
    dtype: "float32",
    traits: { ...traits, degree: 1 },
    hyperparameters: { learningRate: 0.1 },
    init: () => null,
    update: (grads, state, params) => {
      for (const x of [...grads, ...params]) {
        rounded &&= Object.is(Math.fround(x), x);
      }
      const step = grads.map((g) => Math.fround(Math.fround(0.1) * g));
      return {
        params: params.map((w, i) => Math.fround(w - step[i])),
        state,
      };
    },
  });
  assertEquals(violated(await outcomes(single, { numRuns: 100 })), []);
  assert(rounded);
});

Deno.test("wrap() tells a result that is not like the parameters", async () => {
  for (
    const [params, text] of [
      [[1, 2, 3, 4, 5, 6], "[1,2,3,4,5,6]"],
      [undefined, "undefined"],
      [["1"], '["1"]'],
    ] as [Row, string][]
  ) {
    const report = await outcomes(wrap<Row, null>({
      id: "odd",
      init: () => null,
      update: (_grads, state) => ({ params, state }),
    }));
    const found = report["determinism"];
    assert(found.includes("Cannot read the parameters of odd: expected a row"));
    assert(found.endsWith(`numbers, it gave ${text}`), found);
  }
});
