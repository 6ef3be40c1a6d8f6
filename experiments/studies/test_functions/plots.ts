import { byFamily } from "../../lab/family_of.ts";
import type { Plot } from "../../lab/plot.ts";
import {
  type ContourPanel,
  contourPlot,
  heatmap,
  linePlot,
  type PlanePoint,
} from "../../lab/plots/mod.ts";
import { heightOf } from "../../lab/height_of.ts";
import { followTrial } from "../../lab/follow_trial.ts";
import type { Outcome, Study } from "../../lab/study.ts";
import { testFunctions } from "../../problems/functions/mod.ts";
import type { TestFunction } from "../../problems/test_function.ts";
import { fractionAt, type ProfilePoint } from "./profile.ts";
import type { Result } from "./results.ts";
import { bestScore, type Score } from "./scores.ts";

/** The functions whose contours are drawn, as far as the study has them. */
const drawnFunctions = [
  "rosenbrock",
  "himmelblau",
  "beale",
  "styblinski-tang",
];

/** The optimizers whose paths are drawn, as far as the study has them. */
const drawnOptimizers = [
  "gradient-descent",
  "momentum",
  "adagrad",
  "rmsprop",
  "adam",
];

/** The pictures of the study. */
export function testFunctionPlots(
  { study }: Outcome,
  results: readonly Result[],
  profile: readonly ProfilePoint[],
): Plot[] {
  const paths = pathsPlot(study, results);
  return [
    solvedPlot(results),
    profilePlot(results, profile),
    ratesPlot(study, results),
    ...(paths === undefined ? [] : [paths]),
  ];
}

function solvedPlot(results: readonly Result[]): Plot {
  const cells = results.flatMap(({ best }) =>
    best.map(({ problem, optimizer, solved, trials }) => ({
      row: optimizer,
      column: problem,
      value: solved / trials.length,
      text: `${solved} of ${trials.length}`,
    }))
  );
  return heatmap({
    name: "solved",
    caption: "How many trials ended near a global minimum, each optimizer at " +
      "its best learning rate for the function.",
    x: "function",
    y: "optimizer",
    value: "fraction of trials solved",
    columns: [...new Set(cells.map(({ column }) => column))],
    ...rowsOf(results),
    cells,
    domain: [0, 1],
  });
}

/** The optimizers as rows, by what of the step they change. */
function rowsOf(results: readonly Result[]) {
  const rows = results.map(({ optimizer }) => optimizer);
  const groups = byFamily(rows).map(({ title, optimizers }) => ({
    title,
    rows: optimizers,
  }));
  return { rows, groups };
}

/** 1, and so on by eighths of a doubling, roughly, until one is so large. */
function ratiosUpTo(most: number): number[] {
  const ratios = [1];
  while (ratios[ratios.length - 1] < most) {
    ratios.push(ratios[ratios.length - 1] * 1.0905);
  }
  return ratios;
}

/** How many optimizers of a family have a line of their own. */
const namedEach = 4;

function profilePlot(
  results: readonly Result[],
  profile: readonly ProfilePoint[],
): Plot {
  const ratios = ratiosUpTo(Math.max(2, ...profile.map(({ ratio }) => ratio)));
  const families = byFamily(results.map(({ optimizer }) => optimizer));
  return linePlot({
    name: "profile",
    caption: "Performance profiles: the fraction of trials that an optimizer " +
      "solved in at most so many times the steps of the fastest one, at its " +
      "best learning rate for the function. Panels are by what of the step an " +
      "optimizer changes; gradient descent, which changes nothing, is with " +
      `those of the direction. Where a family has more than ${namedEach} ` +
      `optimizers, the ${namedEach} that solve most have a name.`,
    legend: "optimizer",
    x: { title: "steps, relative to the fastest", scale: "log" },
    y: { title: "fraction of trials", domain: [0, 1] },
    panels: families.map(({ title, optimizers }) => {
      const named = [...results]
        .filter(({ optimizer }) => optimizers.includes(optimizer))
        .sort((a, b) => b.solved - a.solved).slice(0, namedEach)
        .map(({ optimizer }) => optimizer);
      return {
        title: families.length > 1 ? title : "",
        series: optimizers.map((optimizer) => ({
          name: optimizer,
          isFaint: !named.includes(optimizer),
          points: ratios.map((x) => ({
            x,
            y: fractionAt(profile, optimizer, x),
          })),
        })),
      };
    }),
  });
}

function ratesPlot({ grid }: Study, results: readonly Result[]): Plot {
  const rates = [...grid.learningRate].sort((a, b) => a - b);
  return heatmap({
    name: "learning-rates",
    caption:
      "How many trials are solved, on all functions together, with one " +
      "learning rate for all of them.",
    x: "learning rate η",
    y: "optimizer",
    value: "fraction of trials solved",
    columns: rates.map(String),
    ...rowsOf(results),
    cells: results.flatMap(({ optimizer, scores, trials }) =>
      rates.flatMap((rate) => {
        const own = scores.filter(({ learningRate }) => learningRate === rate);
        const solved = own.reduce((sum, { solved }) => sum + solved, 0);
        const cell = {
          row: optimizer,
          column: String(rate),
          value: solved / trials,
          text: String(solved),
        };
        return own.length === 0 ? [] : [cell];
      })
    ),
  });
}

/** Paths over contours; nothing where the study has none of the functions. */
function pathsPlot(
  study: Study,
  results: readonly Result[],
): Plot | undefined {
  const present = results.flatMap(({ best }) => best.map((s) => s.problem));
  const functions = drawnFunctions.filter((id) => present.includes(id))
    .map((id) => testFunctions.find((each) => each.id === id)!);
  if (functions.length === 0) return undefined;
  const named = results.filter((r) => drawnOptimizers.includes(r.optimizer));
  const shown = named.length > 0 ? named : results.slice(0, 5);
  const panels = functions.map((each) => panelOf(study, each, shown));
  return contourPlot({
    name: "paths",
    caption: "Paths from one of the starts over the contours of the loss: " +
      `${shown.map(({ optimizer }) => optimizer).join(", ")}. Each has the ` +
      "learning rate that is best for the function, of those up to its one " +
      "for all functions; with a higher one some leap about. The start is " +
      "the one from which most of them solve the function, of several the " +
      "highest. What is outside the box of the starts is cut off.",
    legend: "optimizer",
    ...landscapeOf(functions[0]),
    panels,
  });
}

function landscapeOf({ box: { low, high }, f, minimum }: TestFunction) {
  const domain = (axis: number) => [low[axis], high[axis]] as const;
  return {
    x: { title: "x", domain: domain(0) },
    y: { title: "y", domain: domain(1) },
    f: heightOf(f),
    minima: minimum.points.map(([x, y]): PlanePoint => [x, y]),
  };
}

function panelOf(
  study: Study,
  landscape: TestFunction,
  results: readonly Result[],
): ContourPanel {
  const own = results.map(({ scores, shared }) =>
    bestScore(
      scores.filter(({ problem, learningRate }) =>
        problem === landscape.id && learningRate <= shared.learningRate
      ),
    )
  );
  const seed = seedToShow(own);
  return {
    title: landscape.id,
    ...landscapeOf(landscape),
    paths: own.map(({ optimizer, trials }) => ({
      name: optimizer,
      points: followTrial(study, trials[seed].cell).map(
        ({ params }): PlanePoint => {
          const [x, y] = params.toTypedArray();
          return [x, y];
        },
      ),
    })),
  };
}

/** The start from which most are solved; of several the highest. */
function seedToShow(scores: readonly Score[]): number {
  const seeds = scores[0].trials.map((trial, seed) => ({
    seed,
    solved: scores.filter(({ costs }) => costs[seed] < Infinity).length,
    height: trial.firstLoss,
  }));
  return seeds.reduce((best, each) =>
    each.solved > best.solved ||
      each.solved === best.solved && each.height > best.height
      ? each
      : best
  ).seed;
}
