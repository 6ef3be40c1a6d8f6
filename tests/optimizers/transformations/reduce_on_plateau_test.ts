import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import {
  chain,
  decodeTree,
  encodeTree,
  gradientDescent,
  minimize,
  reduceOnPlateau,
  type ReduceOnPlateauOptions,
  scalar,
  stack,
  type Tensor,
  tensor,
  vmap,
} from "../../../mod.ts";
import golden from "../../golden/transformations/plateau.json" with {
  type: "json",
};

/** What each step along a gradient of 1 is multiplied by. */
function scales(
  losses: readonly number[],
  options: ReduceOnPlateauOptions,
  keep = <T>(state: T): T => state,
): number[] {
  const optimizer = chain(
    gradientDescent({ learningRate: 1 }),
    reduceOnPlateau(options),
  );
  const g = tensor([1]);
  let state = optimizer.init(g);
  return losses.map((loss) => {
    const context = { loss: tensor(loss) };
    const next = optimizer.step(g, keep(state), g, context);
    state = next.state;
    return next.step.toTypedArray()[0];
  });
}

for (const { library, name, options, scales: expected } of golden.cases) {
  const version = golden.versions[library as keyof typeof golden.versions];
  const below = name === "below 0";
  Deno.test(`reduceOnPlateau() ${below ? "parts from" : "goes as"} ${library} ${version}: ${name}`, () => {
    const losses = golden.losses.slice(0, expected.length);
    const found = scales(losses, options);
    const first = golden.losses.findIndex((loss) => loss < 0);
    assert(new Set(found).size > 1, "nothing is reduced");
    // A product of at most 100 factors, each rounded.
    const near = (x: number, y: number) => Math.abs(x - y) <= 1e-14 * y;
    found.slice(0, first).forEach((x, t) => assert(near(x, expected[t])));
    // Losses that fall below 0 by less than the threshold bring nothing better.
    if (below) assertNotEquals(found.at(-1), expected.at(-1));
  });
}

Deno.test("reduceOnPlateau() takes a loss for better only where it is lower", () => {
  const rising = [-1, -1 + 2 ** -15, -1 + 2 ** -14, -1 + 2 ** -15];
  assertEquals(scales(rising, { patience: 1, factor: 0.5 }), [1, 1, 0.5, 0.5]);
  const steady = [1, 1, 1, 1].map((x) => -x);
  assertEquals(scales(steady, { patience: 0, factor: 0.5 }), [
    1,
    0.5,
    0.25,
    0.125,
  ]);
});

Deno.test("reduceOnPlateau() asks for both thresholds together", () => {
  const options = { patience: 0, factor: 0.5, threshold: 0.125 };
  const given = { ...options, absoluteThreshold: 0.25 };
  // Better than 8 is below 8 − 1 − 1/4.
  assertEquals(scales([8, 6.75], given), [1, 0.5]);
  assertEquals(scales([8, 6.625], given), [1, 1]);
  assertEquals(scales([8, 6.75], options), [1, 1]);
});

Deno.test("reduceOnPlateau() goes on after it was kept, and keeps its counts there", () => {
  const options = { factor: 0.75, patience: 2, cooldown: 3 };
  const through = <T>(state: T): T =>
    decodeTree(encodeTree(state as never)) as T;
  assertEquals(
    scales(golden.losses, options, through),
    scales(golden.losses, options),
  );
});

Deno.test("reduceOnPlateau() takes NaN for nothing better", () => {
  assertEquals(
    scales([NaN, NaN, 1, 2], { patience: 0, factor: 0.5 }),
    [0.5, 0.25, 0.25, 0.125],
  );
});

Deno.test("minimize() gives reduceOnPlateau() the loss of each step", () => {
  // Steps of 3 from 4: to 1, -2, 1, …: the loss |w| falls once, then no more.
  const optimizer = chain(
    gradientDescent({ learningRate: 3 }),
    reduceOnPlateau({ patience: 1, factor: 0.25 }),
  );
  const way: number[] = [];
  minimize((w: Tensor) => w.abs(), tensor(4), optimizer, {
    steps: 5,
    record: ({ params }) => void way.push(params.item()),
  });
  assertEquals(way, [4, 1, -2, 1, 0.25, -0.5]);
});

Deno.test("reduceOnPlateau() may be batched over its factor and its losses", () => {
  const step = (factor: Tensor, loss: Tensor) => {
    const optimizer = chain(
      gradientDescent({ learningRate: 1 }),
      reduceOnPlateau({ factor, patience: 0 }),
    );
    const g = scalar(1).mul(loss.mul(0).add(1));
    let state = optimizer.init(g);
    let step = g;
    for (const add of [0, 1]) {
      const context = { loss: loss.add(add) };
      ({ step, state } = optimizer.step(g, state, g, context));
    }
    return step;
  };
  const both = vmap(step)(
    stack([scalar(0.5), scalar(0.25)]),
    tensor([1, 2]),
  );
  assertEquals(both.toArray(), [0.5, 0.25]);
});

Deno.test("reduceOnPlateau() refuses what is no option of its own", () => {
  const refused = (options: object, text: string) =>
    assertThrows(() => reduceOnPlateau(options), Error, text);
  refused(
    { factor: 0 },
    "Cannot create reduceOnPlateau: factor must be in (0, 1]",
  );
  refused({ patience: 1.5 }, "patience must be a whole number");
  refused({ threshold: 1 }, "threshold must be in [0, 1)");
  refused({ patients: 1 }, "patients");
  const g = tensor([1]);
  const optimizer = chain(gradientDescent(), reduceOnPlateau());
  assertThrows(
    () => optimizer.update(g, optimizer.init(g), g),
    TypeError,
    "Cannot update: reduce-on-plateau needs context.loss",
  );
});
