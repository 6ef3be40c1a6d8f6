/** Where rules say that the loss is to be reported. */
import { assert, assertEquals } from "@std/assert";
import {
  averagedSgd,
  dAdaptation,
  prodigy,
  rules,
  scheduleFreeSgd,
  type Tensor,
  tensor,
} from "../../mod.ts";
import type { SharedState } from "../../optimizers/optimizer.ts";
import {
  gradients,
  optimizerOf,
  readReference,
  start,
  type Trajectory,
} from "./trajectories.ts";

interface Evaluated extends Trajectory {
  readonly evaluations?: readonly (readonly number[])[];
}

/** What was reported after each step, of all weights in one tensor. */
function reports(trajectory: Trajectory): number[][] {
  const optimizer = optimizerOf(trajectory);
  let params = tensor([...start]);
  let state = optimizer.init(params);
  return gradients.map((row) => {
    ({ params, state } = optimizer.update(tensor([...row]), state, params));
    const at = optimizer.evaluationParams(state, params);
    return [...at.toTypedArray()];
  });
}

const evaluated: string[] = [];
for (
  const file of [
    "shared_transcription",
    "shared_torch",
    "shared_optax",
    "authors_schedulefree",
  ]
) {
  const { library, version, recorded, cases } = readReference(file);
  for (const trajectory of cases as readonly Evaluated[]) {
    const { rule, variant, name, evaluations } = trajectory;
    if (evaluations === undefined) continue;
    evaluated.push(`${rule}/${variant}`);
    Deno.test(`evaluationParams() of ${rule} as ${variant} is what ${library} ${version} reports: ${name}`, () => {
      const all = reports(trajectory);
      recorded.forEach((t, row) => {
        all[t - 1].forEach((x, i) => {
          // As for the weights; optax and schedulefree take the average from w
          // and z, whose difference they divide by β ≥ 0.75.
          const past = all.slice(0, t).map((point) => Math.abs(point[i]));
          const bound = 1e-12 * Math.max(...past, Math.abs(start[i]));
          const expected = evaluations[row][i];
          assert(
            Math.abs(x - expected) <= bound,
            `${t}, ${i}: ${x}, ${expected}`,
          );
        });
      });
    });
  }
}

Deno.test("every rule that says where to report is held to a reference there", () => {
  const said = rules.flatMap(({ id, definition }) =>
    "evaluate" in definition
      ? Object.keys(definition.variants).map((variant) => `${id}/${variant}`)
      : []
  ).sort();
  assertEquals([...new Set(evaluated)].sort(), said);
});

Deno.test("averagedSgd() as torch averages nothing in a million steps", () => {
  const optimizer = averagedSgd({ variant: "torch", learningRate: 1 });
  let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
  for (const g of [2, 4]) {
    ({ params, state } = optimizer.update(tensor([g]), state, params));
  }
  const report = optimizer.evaluationParams(state, params);
  assertEquals(report.toArray(), params.toArray());
});

Deno.test("scheduleFreeSgd() weighs steps by squares of rates, or of the greatest", () => {
  const rates = [1, 2, 1];
  const learningRate = (t: Tensor) => t.equal(2).cast("float64").add(1);
  const average = (averageWeight: "rate" | "greatest-rate") => {
    const optimizer = scheduleFreeSgd({ learningRate, averageWeight });
    let [params, state] = [tensor([0]), optimizer.init(tensor([0]))];
    for (const rate of rates) {
      const g = tensor([-1 / rate]);
      ({ params, state } = optimizer.update(g, state, params));
    }
    return optimizer.evaluationParams(state, params).toTypedArray()[0];
  };
  // z is 1, 2, 3: the weights are 1, 4, 1 and 1, 4, 4.
  assert(Math.abs(average("rate") - 12 / 6) < 1e-15);
  assert(Math.abs(average("greatest-rate") - 21 / 9) < 1e-14);
});

for (const rule of [dAdaptation, prodigy]) {
  for (const variant of Object.keys(rule.definition.variants)) {
    const { id } = rule;
    const d = (gs: readonly number[]) => {
      const optimizer = rule({ variant });
      let [params, state] = [tensor([1]), optimizer.init(tensor([1]))];
      return gs.map((g) => {
        ({ params, state } = optimizer.update(tensor([g]), state, params));
        return (state as SharedState<Tensor, unknown>).shared.d.item();
      });
    };
    Deno.test(`${id}() as ${variant} keeps its estimate where no gradient came`, () => {
      // optax divides 0 by 0 there, and has NaN for ever.
      assertEquals(d([0, 0]), [1e-6, 1e-6]);
      const after = d([0, 0, 3, 3, 3, 3, 3, 3]);
      assert(after.every(Number.isFinite));
    });
    Deno.test(`${id}() as ${variant} estimates more while gradients agree, never less`, () => {
      const agreeing = d(Array.from({ length: 60 }, () => 3));
      assert(agreeing.at(-1)! > 2e-6, String(agreeing.at(-1)));
      const signs = d(Array.from({ length: 60 }, (_, t) => t % 7 < 4 ? 3 : -3));
      for (const all of [agreeing, signs]) {
        assert(all.every((x, t) => t === 0 || x >= all[t - 1]));
      }
    });
  }
}
