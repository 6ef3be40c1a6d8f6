import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import * as fc from "fast-check";
import { createHash } from "node:crypto";
import {
  adagrad,
  contestant,
  gradientDescent,
  momentum,
  numericsVersion,
  rmsprop,
  scalar,
  type Study,
  type Tensor,
} from "../../../mod.ts";
import type { AnyProblem } from "../../../experiments/problems/problem.ts";
import {
  type Cell,
  enumerateCells,
  gridPoints,
} from "../../../experiments/lab/trial.ts";
import { check } from "../../support/property.ts";
import { bowl, study } from "../support/studies.ts";

type Parts = Partial<Omit<Study, "problems">> & {
  problems?: readonly AnyProblem[];
};

function cellsOf(parts: Parts = {}): Cell[] {
  return enumerateCells(study(parts), parts.problems ?? [bowl()]);
}

const idsOf = (parts: Parts) => cellsOf(parts).map(({ id }) => id);

/** What a cell is, its identity left out. */
const placeOf = ({ problem, optimizer, hyperparameters, seed }: Cell) =>
  [problem.id, optimizer.id, hyperparameters, seed] as const;

const full: Parts = {
  problems: [bowl("b"), bowl("a")],
  optimizers: [contestant(momentum), contestant(adagrad)],
  grid: { learningRate: [0.5, 0.25] },
  seeds: 3,
};

Deno.test("gridPoints() has every combination, the last name varying fastest", () => {
  assertEquals(gridPoints({ b: [2, 1], a: [3, 4, 5] }), [
    { b: 2, a: 3 },
    { b: 2, a: 4 },
    { b: 2, a: 5 },
    { b: 1, a: 3 },
    { b: 1, a: 4 },
    { b: 1, a: 5 },
  ]);
  assertEquals(gridPoints({}), [{}]);
});

Deno.test("enumerateCells() goes by problem, optimizer, grid, seed", () => {
  const expected = ["b", "a"].flatMap((problem) =>
    ["momentum", "adagrad"].flatMap((optimizer) =>
      [0.5, 0.25].flatMap((learningRate) =>
        [0, 1, 2].map((seed) =>
          [problem, optimizer, { learningRate }, seed] as const
        )
      )
    )
  );
  assertEquals(cellsOf(full).map(placeOf), expected);
});

Deno.test("enumerateCells() gives each trial its own identity", () => {
  check(
    fc.property(
      fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }),
      fc.subarray([contestant(gradientDescent), contestant(adagrad)], {
        minLength: 1,
      }),
      fc.uniqueArray(fc.double({ min: 5e-324, max: 1e300, noNaN: true }), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.integer({ min: 1, max: 12 }),
      (names, optimizers, learningRate, seeds) => {
        const problems = names.map((name) => bowl(name));
        const grid = { learningRate };
        const ids = idsOf({ problems, optimizers, grid, seeds });
        const { length } = ids;
        assertEquals(
          length,
          names.length * optimizers.length * learningRate.length * seeds,
        );
        assertEquals(new Set(ids).size, length);
        assert(ids.every((id) => /^[0-9a-f]{16}$/.test(id)));
      },
    ),
  );
});

Deno.test("enumerateCells() hashes numerics, definitions, hyperparameters, choices, seed and steps", () => {
  const made = contestant(gradientDescent);
  const optimizer = {
    id: "made",
    revision: 3,
    create: (point: Record<string, number | Tensor>) => ({
      ...made.create(point),
      choices: { form: "b", order: "a" },
    }),
  };
  const [, cell] = cellsOf({
    problems: [bowl("b", 7)],
    optimizers: [optimizer],
    seeds: 2,
    revision: 4,
    steps: 9,
  });
  const configuration = '{"choices":{"form":"b","order":"a"},' +
    `"hyperparameters":{"learningRate":0.25},"numerics":${numericsVersion},` +
    '"optimizer":["made",3],"problem":["b",7],"seed":1,"steps":9,' +
    '"study":["some-study",4]}';
  const hash = createHash("sha256").update(configuration).digest("hex");
  assertEquals(cell.id, hash.slice(0, 16));
});

Deno.test("enumerateCells() changes the identity with all that numbers depend on", () => {
  const base: Parts = { optimizers: [contestant(momentum)] };
  const revised = { ...contestant(momentum), revision: 2 };
  const changes: Record<string, Parts> = {
    "study's name": { id: "other-study" },
    "study's revision": { revision: 2 },
    "problem's name": { problems: [bowl("other")] },
    "problem's revision": { problems: [bowl("bowl", 2)] },
    "rule's name": {
      optimizers: [{ ...contestant(momentum), id: "other" }],
    },
    "rule's revision": { optimizers: [revised] },
    "value in the grid": { grid: { learningRate: [0.25 + 2 ** -54] } },
    "value not in the grid": {
      optimizers: [contestant(momentum, { momentum: 0.8 })],
    },
    "number of steps": { steps: 5 },
    "points of a curve": { curvePoints: 20 },
    "tolerance": { tolerance: 0.5 },
    "another tolerance": { tolerance: 0.25 },
  };
  const ids = Object.values(changes).map((change) =>
    idsOf({ ...base, ...change })[0]
  );
  ids.push(...idsOf({ ...base, seeds: 2 }));
  assertEquals(new Set(ids).size, Object.keys(changes).length + 2);
});

Deno.test("enumerateCells() gives a value of the grid and a fixed one the same identity", () => {
  const fixed = idsOf({
    optimizers: [contestant(momentum, { momentum: 0.5 })],
  });
  const varied = idsOf({
    optimizers: [contestant(momentum)],
    grid: { momentum: [0.5], learningRate: [0.25] },
  });
  assertEquals(varied, fixed);
});

Deno.test("enumerateCells() keeps an identity whatever else is in the study", () => {
  const wide = new Map(
    cellsOf({
      ...full,
      question: "What else?",
      metrics: [],
      problems: [bowl("new"), ...full.problems!],
      optimizers: [contestant(rmsprop), ...full.optimizers!],
      grid: { learningRate: [8, 0.25, 4, 0.5] },
      seeds: 5,
    }).map((cell) => [JSON.stringify(placeOf(cell)), cell.id]),
  );
  assertEquals(wide.size, 3 * 3 * 4 * 5);
  for (const cell of cellsOf(full)) {
    assertEquals(wide.get(JSON.stringify(placeOf(cell))), cell.id);
  }
  assertNotEquals(idsOf(full), idsOf({ ...full, steps: 3 }));
});

Deno.test("enumerateCells() refuses two problems of one name", () => {
  assertThrows(
    () => cellsOf({ problems: [bowl("a"), bowl("b"), bowl("a", 2)] }),
    RangeError,
    "Cannot run study some-study: problem a is there twice",
  );
});

Deno.test("enumerateCells() refuses a hyperparameter that is not a number", () => {
  for (const learningRate of [(t: unknown) => t as never, scalar(1)]) {
    const optimizers = [contestant(gradientDescent, { learningRate })];
    assertThrows(
      () => cellsOf({ optimizers, grid: {} }),
      TypeError,
      "Cannot run gradient-descent in a study: learningRate must be a number",
    );
  }
});

Deno.test("enumerateCells() makes an identity when it is asked for, and once", () => {
  let made = 0;
  const counting = {
    ...bowl(),
    get revision() {
      made++;
      return 1;
    },
  };
  const [cell, other] = cellsOf({ problems: [counting], seeds: 2 });
  assertEquals(made, 0);
  assertEquals(cell.id, cell.id);
  assertEquals(made, 1);
  assertNotEquals(other.id, cell.id);
});
