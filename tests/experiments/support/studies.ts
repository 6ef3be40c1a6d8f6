/** Small problems and studies for tests of the lab. */
import {
  contestant,
  defineStudy,
  gradientDescent,
  type Problem,
  type Study,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import type { Datasets } from "../../../experiments/data/datasets.ts";
import type { AnyProblem } from "../../../experiments/problems/problem.ts";

/** Data that no test needs. */
export const noData: Datasets = {
  iris: () => Promise.reject(new Error("no data is needed here")),
  digits: () => Promise.reject(new Error("no data is needed here")),
};

/**
 * Σ (w − c)², with c drawn from the problem's key, the start from the key of
 * the seed, and the metric `distance`, Σ |w − c|.
 */
export function bowl(id = "bowl", revision = 1): Problem<Tensor> {
  return {
    id,
    revision,
    description: "a bowl with its least point at a random place",
    instance: ({ problem, start }) => {
      const centre = problem.uniform([3]);
      return {
        start: start.uniform([3], { low: -1 }),
        loss: (w) => w.sub(centre).square().sum(),
        metrics: (w) => ({ distance: w.sub(centre).abs().sum() }),
      };
    },
  };
}

/** A function of one number, from a start, with the number as metric `w`. */
export function line(
  loss: (w: Tensor) => Tensor,
  start: number,
  id = "line",
): Problem<Tensor> {
  return {
    id,
    revision: 1,
    description: "a function of one number",
    instance: () => ({
      start: tensor(start),
      loss,
      metrics: (w) => ({ w }),
    }),
  };
}

/** A study of gradient descent on {@link bowl} but for what is given. */
export function study(
  { problems = [bowl()], ...parts }:
    & Partial<Omit<Study, "problems">>
    & { problems?: readonly AnyProblem[] } = {},
): Study {
  return defineStudy({
    id: "some-study",
    revision: 1,
    question: "What happens?",
    problems: () => Promise.resolve(problems),
    optimizers: [contestant(gradientDescent)],
    grid: { learningRate: [0.25] },
    seeds: 1,
    steps: 4,
    metrics: ["distance"],
    report: () => ({ tables: [], answer: "This." }),
    ...parts,
  });
}
