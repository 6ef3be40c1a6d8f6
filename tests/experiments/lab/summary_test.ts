import { assert, assertEquals } from "@std/assert";
import {
  adagrad,
  contestant,
  gradientDescent,
  type Outcome,
  type TrialRecord,
} from "../../../mod.ts";
import { bestGroups, groupTrials } from "../../../experiments/lab/summary.ts";
import { spread } from "../../../experiments/lab/statistics.ts";
import { enumerateCells } from "../../../experiments/lab/trial.ts";
import { assertSameBits } from "../../support/bits.ts";
import { bowl, study } from "../support/studies.ts";

const problems = [bowl("b"), bowl("a")];
const rates = [0.5, 0.25, 0.125];
const seeds = 3;
const whole = study({
  problems,
  optimizers: [contestant(gradientDescent), contestant(adagrad)],
  grid: { learningRate: rates },
  seeds,
});

/** An outcome with these final losses in the order of the cells; NaN diverged. */
function outcomeOf(losses: (place: number) => number): Outcome {
  const trials = enumerateCells(whole, problems).map((cell, i): TrialRecord => {
    const finalLoss = losses(i);
    const diverged = Number.isNaN(finalLoss);
    return {
      cell,
      status: diverged ? "diverged" : "finished",
      steps: 4,
      firstLoss: 1,
      finalLoss,
      bestLoss: 1,
      metrics: { distance: diverged ? NaN : 2 * finalLoss },
      curve: [],
    };
  });
  return { study: whole, trials };
}

Deno.test("groupTrials() groups over the seeds, in the order of the trials", () => {
  const outcome = outcomeOf((i) => i * i);
  const groups = groupTrials(outcome);
  assertEquals(
    groups.map((group) => [
      group.problem,
      group.optimizer,
      group.hyperparameters.learningRate,
    ]),
    ["b", "a"].flatMap((problem) =>
      ["gradient-descent", "adagrad"].flatMap((rule) =>
        rates.map((rate) => [problem, rule, rate])
      )
    ),
  );
  groups.forEach((group, i) => {
    const trials = outcome.trials.slice(seeds * i, seeds * i + seeds);
    assertEquals(group.trials, trials);
    assertEquals(group.diverged, 0);
    const losses = trials.map((trial) => trial.finalLoss);
    assertEquals(group.finalLoss, spread(losses));
    assertEquals(group.metrics, {
      distance: spread(losses.map((loss) => 2 * loss)),
    });
  });
});

Deno.test("groupTrials() leaves diverged trials out of the spreads and counts them", () => {
  const [none, one, all] = groupTrials(
    outcomeOf((i) => i >= 6 && i < 9 || i === 4 ? NaN : i),
  );
  assertEquals([none.diverged, one.diverged, all.diverged], [0, 1, 3]);
  assertEquals(one.trials.length, 3);
  assertEquals(one.finalLoss, spread([3, 5]));
  assertEquals(one.metrics.distance, spread([6, 10]));
  assertEquals(all.finalLoss.count, 0);
  assertSameBits(all.metrics.distance.mean, NaN);
});

/** The best rate for each problem and rule, by the losses of one seed. */
function bestRates(byGroup: number[][]): number[] {
  const outcome = outcomeOf((i) => byGroup[Math.floor(i / seeds)][i % seeds]);
  const best = bestGroups(groupTrials(outcome));
  assertEquals(
    best.map(({ problem, optimizer }) => `${problem} ${optimizer}`),
    ["b gradient-descent", "b adagrad", "a gradient-descent", "a adagrad"],
  );
  return best.map(({ hyperparameters }) => hyperparameters.learningRate);
}

Deno.test("bestGroups() takes the least median, not the least mean", () => {
  const high = [9, 9, 9];
  assertEquals(
    bestRates([
      ...[[3, 3, 3], [2, 2, 30], [0, 4, 4]],
      ...[[2, 2, 2], [2, 2, 2], high],
      ...[high, high, [-1, -1, -1]],
      ...[[Infinity, 1, 1], [1, 0, Infinity], high],
    ]),
    [0.25, 0.5, 0.125, 0.5],
  );
});

Deno.test("bestGroups() prefers groups without diverged trials", () => {
  const gone = [NaN, NaN, NaN];
  const high = [9, 9, 9];
  assertEquals(
    bestRates([
      ...[[NaN, 0, 0], high, [8, 8, 8]],
      ...[gone, [NaN, NaN, 5], [NaN, 7, 7]],
      ...[gone, gone, gone],
      ...[gone, high, gone],
    ]),
    [0.125, 0.125, 0.5, 0.25],
  );
});

Deno.test("groupTrials() of no trials is empty", () => {
  const groups = groupTrials({ study: whole, trials: [] });
  assertEquals(groups, []);
  assert(bestGroups(groups).length === 0);
});
