import type { Plot } from "../../lab/plot.ts";
import { linePlot, type LineSeries } from "../../lab/plots/lines.ts";
import type { Run } from "./contractions.ts";
import type { Example } from "./tables.ts";

/** The pictures of the study. */
export function learningRatePlots(
  runs: readonly Run[],
  examples: readonly Example[],
): Plot[] {
  return [
    contractionPlot(runs),
    ...(examples.length > 0 ? [curvesPlot(examples)] : []),
    ...directionPlots(runs),
  ];
}

/** The range of losses that is shown. */
const lossDomain = [1e-12, 1e9] as const;
/** A loss that a logarithmic axis has a place for: far below what is shown. */
const asGoodAsZero = 1e-300;

function curvesPlot(examples: readonly Example[]): Plot {
  const problems = [...new Set(examples.map(({ run }) => run.problem.id))];
  return linePlot({
    name: "loss-curves",
    caption: "The loss of a small, the best and a too large learning rate " +
      "over the steps. What is below 10⁻¹² is not shown: in one dimension " +
      "the best learning rate is 1/λ, which leads to 0 in one step.",
    legend: "η is",
    x: { title: "step", domain: [-1, examples[0].run.trial.steps] },
    y: { title: "loss", scale: "log", domain: lossDomain },
    panels: problems.map((problem) => {
      const own = examples.filter(({ run }) => run.problem.id === problem);
      const rates = own.map(({ run }) => Number(run.rate.toPrecision(4)));
      return {
        title: `${problem}, η = ${rates.join(", ")}`,
        series: own.map(({ role, run }) => ({
          name: role,
          points: run.trial.curve.map(({ step, loss }) => ({
            x: step,
            y: Math.max(loss, asGoodAsZero),
          })),
        })),
      };
    }),
  });
}

/** The greatest ηλ, and the greatest contraction, that are shown. */
const [widest, highest] = [3, 2];

function contractionPlot(runs: readonly Run[]): Plot {
  // Those of many directions first: they lie under the others.
  const problems = [...new Set(runs.map(({ problem }) => problem))]
    .sort((a, b) => b.eigenvalues.length - a.eigenvalues.length)
    .map(({ id }) => id);
  const pointsOf = (id: string) =>
    runs.filter(({ problem }) => problem.id === id).flatMap((run) =>
      run.contractions.map(({ eigenvalue, measured }) => ({
        x: run.rate * eigenvalue,
        y: measured,
      }))
    );
  const isShown = ({ x }: { readonly x: number }) => x <= widest;
  const all = problems.flatMap(pointsOf);
  const beyond = all.length - all.filter(isShown).length;
  return linePlot({
    name: "contraction",
    caption: "What a step multiplies a component of w by, measured and in " +
      "theory, by η times the curvature λ along it: below 1 for ηλ < 2, 0 " +
      `at ηλ = 1.${
        beyond > 0
          ? ` ${beyond} of ${all.length} points lie beyond ηλ = ${widest}.`
          : ""
      }`,
    legend: "contraction",
    x: { title: "ηλ", domain: [0, widest] },
    y: { title: "contraction per step", domain: [0, highest] },
    panels: [{
      title: "",
      series: [
        lineThrough("theory, |1 − ηλ|", [0, 1, widest], 1),
        ...problems.map((id): LineSeries => ({
          name: `${id}, measured`,
          points: pointsOf(id).filter(isShown),
          mark: "points",
        })),
        limit,
      ],
    }],
    width: 520,
    height: 340,
  });
}

/** |1 − ηλ| over η. */
function lineThrough(
  name: string,
  rates: readonly number[],
  eigenvalue: number,
): LineSeries {
  const points = rates.map((x) => ({ x, y: Math.abs(1 - x * eigenvalue) }));
  return { name, points };
}

/** Where a component keeps its size. */
const limit: LineSeries = {
  name: "1: neither nearer nor away",
  points: [{ x: 0, y: 1 }, { x: widest, y: 1 }],
};

/** For each problem of several directions: all of them over η. */
function directionPlots(runs: readonly Run[]): Plot[] {
  const problems = [...new Set(runs.map(({ problem }) => problem))];
  return problems.filter(({ eigenvalues }) => eigenvalues.length > 1)
    .map((problem) => {
      const widestRate = 2.5 / Math.max(...problem.eigenvalues);
      const own = runs.filter((run) =>
        run.problem === problem && run.rate <= widestRate
      );
      return linePlot({
        name: `slowest-direction-${problem.id}`,
        caption: "What a step multiplies each component of w by in theory, " +
          `and measured the greatest of them, on ${problem.id}: the least ` +
          "of these greatest ones is where the lines of the least and the " +
          "greatest λ cross.",
        legend: "contraction",
        x: { title: "learning rate η", domain: [0, widestRate] },
        y: { title: "contraction", domain: [0, 1.5] },
        panels: [{
          title: "",
          series: [
            {
              name: "slowest, measured",
              points: own.map(({ rate, measured }) => ({
                x: rate,
                y: measured,
              })),
              mark: "points",
            },
            ...problem.eigenvalues.map((eigenvalue) =>
              lineThrough(
                `λ = ${eigenvalue}, theory`,
                [0, Math.min(1 / eigenvalue, widestRate), widestRate],
                eigenvalue,
              )
            ),
          ],
        }],
        width: 520,
        height: 340,
      });
    });
}
