import { log, tensor } from "../../../autodiff/mod.ts";
import { byFamily } from "../../lab/family_of.ts";
import type { Plot } from "../../lab/plot.ts";
import {
  heatmap,
  linePlot,
  type LinePoint,
  stripPlot,
} from "../../lab/plots/mod.ts";
import { spread } from "../../lab/statistics.ts";
import type { Study } from "../../lab/study.ts";
import type { Group } from "../../lab/summary.ts";
import { roundedText } from "../../lab/table.ts";
import { leaders, type ProblemResult } from "./results.ts";

/** How many optimizers of a family have a line of their own. */
const namedEach = 4;

/** The pictures of a study of classification. */
export function classificationPlots(
  study: Study,
  results: readonly ProblemResult[],
): Plot[] {
  const seeds = `${study.seeds} ${study.seeds === 1 ? "seed" : "seeds"}`;
  return [
    curvesPlot(results, seeds),
    ...results.flatMap((result) => [
      lossesPlot(study, result, seeds),
      accuraciesByRatePlot(study, result, seeds),
    ]),
    accuraciesPlot(results, seeds),
  ];
}

function curvesPlot(results: readonly ProblemResult[], seeds: string): Plot {
  const optimizers = results[0].best.map(({ optimizer }) => optimizer);
  const families = byFamily(optimizers);
  const panels = families.flatMap(({ title, optimizers: own }) => {
    const named = leaders(results, own, namedEach);
    return results.map(({ problem, best }) => ({
      title: `${problem.id}, ${title}`,
      series: best.filter(({ optimizer }) => own.includes(optimizer))
        .map((group) => ({
          name: group.optimizer,
          points: medianCurve(group),
          isFaint: !named.includes(group.optimizer),
        })),
    }));
  });
  return linePlot({
    name: "curves",
    caption: "The training loss over the steps, each optimizer at its best " +
      `learning rate: the median, and the range over ${seeds}. Panels are by ` +
      "what of the step an optimizer changes; gradient descent, which changes " +
      "nothing, is with those of the direction. Where a family has more than " +
      `${namedEach} optimizers, the ${namedEach} have a name that are best by ` +
      "the sum of their places on all problems.",
    legend: "optimizer",
    x: { title: "step" },
    y: { title: "training loss", scale: "log" },
    columns: results.length,
    panels,
  });
}

/** The losses at each recorded step, over the trials that have it. */
function medianCurve({ trials }: Group): LinePoint[] {
  const losses = new Map<number, number[]>();
  for (const { step, loss } of trials.flatMap(({ curve }) => curve)) {
    if (!Number.isFinite(loss)) continue;
    losses.set(step, [...losses.get(step) ?? [], loss]);
  }
  return [...losses].sort(([a], [b]) => a - b).map(([x, values]) => {
    const { median, least, greatest } = spread(values);
    return { x, y: median, low: least, high: greatest };
  });
}

function lossesPlot(
  study: Study,
  { problem, groups }: ProblemResult,
  seeds: string,
): Plot {
  const medians = groups.map(({ finalLoss: { median } }) => median)
    .filter((median) => median > 0 && median < Infinity);
  const lowest = medians.reduce((a, b) => b < a ? b : a, Infinity);
  return ratesPlot(study, groups, {
    name: `loss-by-learning-rate-${problem.id}`,
    caption: `The training loss on ${problem.id} after the last step by ` +
      `learning rate: the median over those of ${seeds} that did not diverge. ` +
      "A dash stands where all of them diverged; the shade is that of the " +
      "logarithm, cut off at ten times the lowest of these medians.",
    shade: "log₁₀ of loss ÷ lowest",
    domain: [1, 0],
    value: ({ finalLoss: { median } }) => decades(median / lowest),
    text: ({ finalLoss: { median } }) => median,
  });
}

/** The decimal logarithm, 0 at least; NaN for what has none. */
function decades(ratio: number): number {
  if (!(ratio > 0 && ratio < Infinity)) return ratio === Infinity ? 1 : NaN;
  return Math.max(0, log(tensor(ratio)).div(log(tensor(10))).item());
}

function accuraciesByRatePlot(
  study: Study,
  { problem, groups }: ProblemResult,
  seeds: string,
): Plot {
  const medians = groups.map((group) => group.metrics.testAccuracy.median)
    .filter(Number.isFinite);
  const best = medians.reduce((a, b) => b > a ? b : a, 0);
  return ratesPlot(study, groups, {
    name: `accuracy-by-learning-rate-${problem.id}`,
    caption: `The test accuracy on ${problem.id} after the last step by ` +
      `learning rate: the median over those of ${seeds} that did not diverge. ` +
      "A dash stands where all of them diverged; the shade tells apart what " +
      "is within a fifth of the greatest of these medians.",
    shade: "test accuracy",
    domain: [best * 0.8, best],
    value: ({ metrics }) => metrics.testAccuracy.median,
    text: ({ metrics }) => metrics.testAccuracy.median,
  });
}

function ratesPlot(
  { grid, optimizers }: Study,
  groups: readonly Group[],
  { name, caption, shade, domain, value, text }: {
    readonly name: string;
    readonly caption: string;
    readonly shade: string;
    readonly domain: readonly [number, number];
    readonly value: (group: Group) => number;
    readonly text: (group: Group) => number;
  },
): Plot {
  const rows = optimizers.map(({ id }) => id);
  return heatmap({
    name,
    caption,
    x: "learning rate η",
    y: "optimizer",
    value: shade,
    columns: grid.learningRate.map(String),
    rows,
    groups: byFamily(rows).map((family) => ({
      title: family.title,
      rows: family.optimizers,
    })),
    cells: groups.filter(({ hyperparameters }) =>
      grid.learningRate.includes(hyperparameters.learningRate)
    ).map((group) => ({
      row: group.optimizer,
      column: String(group.hyperparameters.learningRate),
      value: value(group),
      text: shortText(text(group)),
    })),
    domain,
  });
}

/** A number in at most 8 characters; a dash for what is none. */
function shortText(x: number): string {
  if (Number.isNaN(x)) return "–";
  const text = roundedText(x, 3);
  return text.length <= 8 ? text : roundedText(x, 1);
}

function accuraciesPlot(
  results: readonly ProblemResult[],
  seeds: string,
): Plot {
  const panels = results.map(({ problem, best }) => ({
    title: problem.id,
    strips: best.map((group) => ({
      name: group.optimizer,
      values: group.trials.filter(({ status }) => status === "finished")
        .map(({ metrics }) => metrics.testAccuracy),
      ...(group.diverged > 0 ? { note: `${group.diverged} diverged` } : {}),
    })),
  }));
  const values = panels.flatMap(({ strips }) =>
    strips.flatMap((s) => s.values)
  );
  const least = Math.floor(Math.min(0.9, ...values) * 20) / 20;
  return stripPlot({
    name: "test-accuracies",
    caption: `The test accuracies of ${seeds} at the learning rate with the ` +
      "least median training loss; the bar is the median, the line the range.",
    x: { title: "test accuracy", domain: [least, 1] },
    panels,
    columns: 2,
  });
}
