import type { Plot } from "../../lab/plot.ts";
import { contourPlot } from "../../lab/plots/contours.ts";
import { linePlot } from "../../lab/plots/lines.ts";
import { heightOf } from "../../lab/height_of.ts";
import { instanceOf } from "../../lab/run_trial.ts";
import type { Study } from "../../lab/study.ts";
import { valley } from "./problems.ts";
import { type DirectionRun, labelOf } from "./runs.ts";
import { heavyBall } from "./theory.ts";

type Point = readonly [number, number];

/**
 * The pictures of the study.
 *
 * @param groups the trials shown, by problem.
 */
export function directionPlots(
  study: Study,
  runs: readonly DirectionRun[],
  groups: readonly (readonly DirectionRun[])[],
): Plot[] {
  return [
    ...groups.map((shown) => pathsPlot(study, shown)),
    contractionPlot(runs),
    lossesPlot(groups),
  ];
}

/** How many steps of a path are drawn. */
const drawnSteps = 79;

function pathsPlot(study: Study, shown: readonly DirectionRun[]): Plot {
  const [{ trial: { cell }, rate }] = shown;
  const { problem, seed } = cell;
  const { loss } = instanceOf(study, problem, seed);
  const isValley = problem.id === valley.id;
  const panels = shown.map((run) => ({
    title: labelOf(run, shown),
    paths: [{
      name: "path",
      points: run.path.slice(0, drawnSteps + 1)
        .map(([a, b]): Point => [a, b]),
    }],
  }));
  return contourPlot({
    name: `paths-${problem.id}`,
    caption: `The way to the minimum of ${problem.id} at η = ${rate} for ` +
      `each inertia γ: the first ${drawnSteps} steps. γ = 0 is gradient ` +
      "descent." +
      (isValley
        ? " The axes have different scales: the valley is narrower than it looks."
        : ""),
    legend: "",
    x: { title: "w₁", domain: isValley ? [-10, 9] : [-1.7, 2.3] },
    y: { title: "w₂", domain: isValley ? [-1.5, 1.5] : [-0.6, 4.2] },
    f: heightOf(loss),
    minima: problem.optimum!.points.map(([a, b]): Point => [a, b]),
    panels,
    columns: 3,
    width: 250,
    height: 200,
  });
}

/**
 * The γ at which a line of theory has points: 50, and those at which roots
 * become complex, where it has a corner.
 */
function gammasOf(product: number): number[] {
  const [near, far] = [1 - Math.sqrt(product), 1 + Math.sqrt(product)];
  const corners = [near * near, far * far].filter((gamma) => gamma < 1);
  const even = Array.from({ length: 50 }, (_, i) => i / 50);
  return [...even, ...corners].sort((a, b) => a - b);
}

function contractionPlot(runs: readonly DirectionRun[]): Plot {
  const own = runs.filter(({ contractions }) => contractions.length > 0);
  const rates = [...new Set(own.map(({ rate }) => rate))];
  return linePlot({
    name: "contraction",
    caption: `What a step multiplies each component of w by on ${valley.id} ` +
      "in the long run, measured and in theory, by the inertia γ: √γ where " +
      "the roots are complex. What is above 1.2 is not shown.",
    legend: "contraction",
    x: { title: "inertia γ", domain: [0, 1] },
    y: { title: "contraction", domain: [0, 1.2] },
    panels: rates.map((rate) => ({
      title: `η = ${rate}`,
      series: valley.eigenvalues.flatMap((eigenvalue, i) => [
        {
          name: `λ = ${eigenvalue}, theory`,
          points: gammasOf(rate * eigenvalue).map((gamma) => ({
            x: gamma,
            y: heavyBall(rate * eigenvalue, gamma).contraction,
          })),
        },
        {
          name: `λ = ${eigenvalue}, measured`,
          mark: "points" as const,
          points: own.filter((run) => run.rate === rate).map((run) => ({
            x: run.momentum,
            y: run.contractions[i].measured,
          })),
        },
      ]),
    })),
    columns: 3,
    width: 230,
    height: 230,
  });
}

function lossesPlot(groups: readonly (readonly DirectionRun[])[]): Plot {
  return linePlot({
    name: "losses",
    caption: "The loss over the steps for each inertia γ.",
    legend: "inertia",
    x: { title: "step" },
    y: { title: "loss", scale: "log" },
    panels: groups.map((shown) => ({
      title: `${shown[0].trial.cell.problem.id}, η = ${shown[0].rate}`,
      series: shown.map((run) => ({
        name: labelOf(run, groups.flat()),
        points: run.trial.curve.map(({ step, loss }) => ({ x: step, y: loss })),
      })),
    })),
  });
}
