import type { Plot } from "../../lab/plot.ts";
import { contourPlot } from "../../lab/plots/contours.ts";
import { linePlot, type LinePoint } from "../../lab/plots/lines.ts";
import { recordSteps } from "../../lab/record_steps.ts";
import { heightOf } from "../../lab/height_of.ts";
import { instanceOf } from "../../lab/run_trial.ts";
import type { Study } from "../../lab/study.ts";
import { bowl } from "./problems.ts";
import type { SizedRun } from "./sizes.ts";

type Point = readonly [number, number];

/** The pictures of the study. */
export function stepSizePlots(
  study: Study,
  runs: readonly SizedRun[],
): Plot[] {
  const problems = [...new Set(runs.map(({ trial }) => trial.cell.problem.id))];
  const groups = problems.map((id) =>
    runs.filter(({ trial }) => trial.cell.problem.id === id)
  );
  return groups.length === 0
    ? []
    : [sizesPlot(study, groups), pathsPlot(study, groups), lossesPlot(groups)];
}

type Groups = readonly (readonly SizedRun[])[];

const nameOf = ({ trial }: SizedRun) => trial.cell.optimizer.id;

/** The learning rates by problem and rule, for the caption. */
function ratesText(groups: Groups): string {
  return groups.map((own) =>
    `${own[0].trial.cell.problem.id}: ${
      own.map((run) => `${nameOf(run)} ${run.rate}`).join(", ")
    }`
  ).join("; ");
}

function sizesPlot(study: Study, groups: Groups): Plot {
  const recorded = new Set(recordSteps(study.steps, 60));
  return linePlot({
    name: "sizes",
    caption: "The size η/√h of each coordinate over the steps, each rule at " +
      `its best learning rate (${ratesText(groups)}).`,
    legend: "optimizer",
    x: { title: "step", scale: "log" },
    y: { title: "size η/√h", scale: "log" },
    panels: groups.flatMap((own) => {
      const domain = domainOf(own);
      return own[0].coordinates.map((_, i) => ({
        title: `${own[0].trial.cell.problem.id}, coordinate ${i + 1}`,
        y: { title: "size η/√h", scale: "log" as const, domain },
        series: own.map((run) => ({
          name: nameOf(run),
          points: run.coordinates[i].filter(({ step }) => recorded.has(step))
            .map(({ step, size }): LinePoint => ({ x: step, y: size })),
        })),
      }));
    }),
  });
}

/** A range that holds all sizes of some runs, the same for each coordinate. */
function domainOf(runs: readonly SizedRun[]): [number, number] {
  const sizes = runs.flatMap(({ coordinates }) => coordinates.flat())
    .map(({ size }) => size)
    .filter((size) => size > 0 && size < Infinity);
  const least = sizes.reduce((a, b) => b < a ? b : a, Infinity);
  const greatest = sizes.reduce((a, b) => b > a ? b : a, 0);
  return sizes.length === 0 ? [0.1, 10] : [least / 1.25, greatest * 1.25];
}

function lossesPlot(groups: Groups): Plot {
  return linePlot({
    name: "losses",
    caption: "The loss over the steps, each rule at its best learning rate. " +
      `On ${bowl.id} what is below 10⁻⁸ is not shown.`,
    legend: "optimizer",
    x: { title: "step" },
    y: { title: "loss", scale: "log" },
    panels: groups.map((own) => {
      const { id } = own[0].trial.cell.problem;
      const points = (run: SizedRun) =>
        run.trial.curve.map(({ step, loss }) => ({ x: step, y: loss }));
      return {
        title: id,
        ...(id === bowl.id ? { y: bowlLosses } : {}),
        series: own.map((run) => ({ name: nameOf(run), points: points(run) })),
      };
    }),
  });
}

/** The losses on the bowl that are shown: Adagrad's fall far below. */
const bowlLosses = {
  title: "loss",
  scale: "log",
  domain: [1e-8, 1e3],
} as const;

/** What of the plane is shown: the start, the minimum and what is around. */
const [bowlDomains, otherDomains] = [
  { x: [-2.8, 2], y: [-2.2, 2.2] },
  { x: [-1.6, 1.6], y: [-0.6, 2.2] },
] as const;

function pathsPlot(study: Study, groups: Groups): Plot {
  const panels = groups.map((own) => {
    const { problem, seed } = own[0].trial.cell;
    const { loss } = instanceOf(study, problem, seed);
    const { x, y } = problem.id === bowl.id ? bowlDomains : otherDomains;
    return {
      title: problem.id,
      x: { title: "w₁", domain: x },
      y: { title: "w₂", domain: y },
      f: heightOf(loss),
      minima: problem.optimum!.points.map(([a, b]): Point => [a, b]),
      paths: own.map((run) => ({
        name: nameOf(run),
        points: pathOf(study, run),
      })),
    };
  });
  return contourPlot({
    ...panels[0],
    name: "paths",
    caption: "The ways to the minimum over the contours of the loss, each " +
      "rule at its best learning rate: all of the first steps, later ones " +
      "that are ever farther apart.",
    legend: "optimizer",
    panels,
  });
}

function pathOf(
  study: Study,
  { coordinates: [first, second] }: SizedRun,
): Point[] {
  return recordSteps(study.steps, 75).filter((step) => step < first.length)
    .map((step) => [first[step].weight, second[step].weight]);
}
