/** Each variant goes where its library, or its paper's formula, goes. */
import { assert, assertEquals } from "@std/assert";
import { rules } from "../../mod.ts";
import { functionReferences } from "./function_trajectories.ts";
import { references } from "./references.ts";
import { unit } from "./support.ts";
import {
  gradients,
  optimizerOf,
  problems,
  type Reference,
  start,
  type Trajectory,
  travel,
} from "./trajectories.ts";

type Hyper = Readonly<Record<string, number>>;

/** How far coordinate i may be from the reference after t steps. */
type Bound = (t: number, i: number) => number;

/**
 * Both sides round 100 steps in float64, in different orders: some 2t
 * roundings of 2^−53 in an accumulator and a few more in the step, and 1/(1 −
 * β₂) = 1000 of them in Adam's first corrections. 1e-12 is 9000 roundings of
 * the greatest weight that the coordinate had so far.
 */
function doubleBound(points: readonly number[][]): Bound {
  return (t, i) => {
    const past = points.slice(0, t + 1).map((point) => Math.abs(point[i]));
    return 1e-12 * Math.max(...past);
  };
}

/** How far a rule goes along the gradients' sizes: the sum of its terms. */
function lengthsOf(trajectory: Trajectory): number[][] {
  const sizes = gradients.map((row) => row.map(Math.abs));
  const zeros = start.map(() => 0);
  return travel(optimizerOf(trajectory), "float64", sizes, zeros);
}

/**
 * Libraries compute RAdam's length ρ_t as ρ − 2·t·β₂ᵗ/(1 − β₂ᵗ), which cancels:
 * a power of β₂ is off by a unit or two, 1/(1 − β₂ᵗ) multiplies it, and so does
 * ρ. What comes of it in √(ρ_t − 4) is at most as much again from ρ_t = 5 on.
 * Descent's own length and the transcription's are exact to a few units.
 */
function rectifiedBound(trajectory: Trajectory, bound: Bound): Bound {
  const { beta2 } = optimizerOf(trajectory).hyperparameters as Hyper;
  const length = 2 / (1 - beta2) - 1;
  const relative = 2 * unit.float64 * length / (1 - beta2 ** 5);
  const lengths = lengthsOf(trajectory);
  return (t, i) => bound(t, i) + relative * Math.abs(lengths[t][i]);
}

/**
 * TensorFlow.js knows float32 alone. Each of t steps rounds the weight; and
 * each step is off by the roundings in it: 2t in what accumulates, 10 around
 * it, and where moments are corrected 1/(1 − β) for each, because both sides
 * compute 1 − βᵗ from a β rounded in another place. The steps along the
 * gradients' sizes bound the terms of which a step consists.
 */
function singleBound(trajectory: Trajectory): Bound {
  const optimizer = optimizerOf(trajectory);
  const lengths = lengthsOf(trajectory);
  const weights = travel(optimizer, "float64");
  const { beta1 = 0, beta2 = 0 } = optimizer.hyperparameters as Hyper;
  const corrections = beta1 > 0 ? 1 / (1 - beta1) + 1 / (1 - beta2) : 0;
  return (t, i) => {
    const past = weights.slice(0, t + 1).map((point) => Math.abs(point[i]));
    const inSteps = (2 * t + 10 + corrections) * Math.abs(lengths[t][i]);
    return unit.float32 * (inSteps + t * Math.max(...past));
  };
}

function checkTrajectory(reference: Reference, trajectory: Trajectory): void {
  const { recorded, dtype = "float64" } = reference;
  const problem = problems[trajectory.problem ?? "problem"];
  const actual = travel(
    optimizerOf(trajectory),
    dtype,
    problem.gradients,
    problem.start,
    problem,
  );
  const plain = dtype === "float64"
    ? doubleBound(actual)
    : singleBound(trajectory);
  const isLibrary = reference.library !== "transcription";
  const bound = trajectory.rule === "radam" && isLibrary
    ? rectifiedBound(trajectory, plain)
    : plain;
  recorded.forEach((t, row) => {
    actual[t].forEach((x, i) => {
      const expected = trajectory.points[row][i];
      const text = `step ${t}, coordinate ${i}: ${x} for ${expected}`;
      assert(expected !== null, text);
      assert(Math.abs(x - expected) <= bound(t, i), text);
    });
  });
  assertEquals(trajectory.points.length, recorded.length);
}

for (const reference of references) {
  for (const trajectory of reference.cases) {
    const { rule, variant, name } = trajectory;
    const source = `${reference.library} ${reference.version}`;
    Deno.test(`${rule}() as ${variant} goes where ${source} goes: ${name}`, () => {
      checkTrajectory(reference, trajectory);
    });
  }
}

Deno.test("every variant has a trajectory that a library or a transcription made", () => {
  const all = [...references, ...functionReferences];
  const keys = (wanted: (trajectory: Trajectory) => boolean) =>
    all.flatMap(({ cases }) => cases.filter(wanted))
      .map(({ rule, variant }) => `${rule}/${variant}`).sort();
  const covered = new Set(
    all.flatMap(({ cases }) => cases.map(({ rule }) => rule)),
  );
  assert(covered.size >= 9, `only ${covered.size} rules are covered`);
  const libraries = ["torch", "optax", "keras", "tfjs"];
  // A rule that no library has, and nobody has transcribed, is held by laws.
  const held = rules.flatMap(({ id, definition }) =>
    Object.keys(definition.variants)
      .filter((variant) => covered.has(id) || libraries.includes(variant))
      .map((variant) => `${id}/${variant}`)
  ).sort();
  const isDefault = ({ name }: Trajectory) => name === "defaults";
  assertEquals(keys(isDefault), held);
  const varied = keys((trajectory) => trajectory.schedule !== undefined);
  assertEquals([...new Set(varied)], held);
});

Deno.test("a library's variant is held by that library, but for its faults", () => {
  const exceptions = references.flatMap(({ library, cases }) =>
    cases.filter(({ variant }) =>
      variant !== library && !["lecture", "paper", "sgd"].includes(variant)
    ).map(({ rule, variant }) => `${rule}/${variant}`)
  );
  assertEquals([...new Set(exceptions)], [
    "centered-rmsprop/tfjs",
    "adadelta/tfjs",
    "adan/optax",
    "rprop/optax",
  ]);
});

Deno.test("the trajectories meet zeros, sign flips and six scales", () => {
  const columns = start.map((_, i) => gradients.map((row) => row[i]));
  const flips = (column: number[]) =>
    column.filter((g, t) => t > 0 && g * column[t - 1] < 0).length;
  assertEquals(gradients.length, 100);
  assert(flips(columns[0]) > 30);
  assertEquals(flips(columns[2]), 99);
  assert(columns[4].slice(0, 30).every((g) => g === 0));
  assert(columns[4].slice(30).some((g) => g !== 0));
  assert(columns[5].slice(40, 60).every((g) => g === 0));
  assert(columns[6].every((g) => g === 0));
  const sizes = columns.map((column) => Math.max(...column.map(Math.abs)));
  assert(Math.max(...sizes) / sizes[1] > 1e6);
});
