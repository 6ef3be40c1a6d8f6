import { type Family, rules } from "../../../optimizers/mod.ts";
import type { Plot } from "../../lab/plot.ts";
import { linePlot, type LinePoint, stripPlot } from "../../lab/plots/mod.ts";
import { spread } from "../../lab/statistics.ts";
import type { Outcome } from "../../lab/study.ts";
import type { Group } from "../../lab/summary.ts";
import type { ProblemResult } from "./results.ts";

const rateAxis = { title: "learning rate η", scale: "log" } as const;
const lossAxis = { title: "training loss", scale: "log" } as const;
const accuracyAxis = { title: "test accuracy", domain: [0, 1] } as const;

/** The pictures of the study. */
export function irisPlots(
  { study }: Outcome,
  results: readonly ProblemResult[],
): Plot[] {
  const seeds = `${study.seeds} ${study.seeds === 1 ? "seed" : "seeds"}`;
  return [
    ratesPlot(results, {
      name: "loss-by-learning-rate",
      caption: "The training loss after the last step over the learning " +
        `rate: the median over ${seeds}.`,
      y: lossAxis,
      value: (group) => group.finalLoss.median,
    }),
    ratesPlot(results, {
      name: "accuracy-by-learning-rate",
      caption: "The test accuracy after the last step over the learning " +
        `rate: the median over ${seeds}.`,
      y: accuracyAxis,
      value: (group) => group.metrics.testAccuracy.median,
    }),
    curvesPlot(results, seeds),
    accuraciesPlot(results, seeds),
  ];
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

/** Optimizers by what of the step they change, as the lecture has it. */
const families: readonly (readonly [string, readonly Family[]])[] = [
  ["direction", ["plain", "direction"]],
  ["step size", ["step size"]],
  ["both", ["both"]],
];

function familyOf(optimizer: string): Family {
  const [id] = optimizer.split("/");
  return rules.find((rule) => rule.id === id)?.definition.family ?? "both";
}

function curvesPlot(results: readonly ProblemResult[], seeds: string): Plot {
  const panels = families.flatMap(([title, members]) =>
    results.map(({ problem, best }) => ({
      title: `${problem.id}, ${title}`,
      series: best.filter(({ optimizer }) =>
        members.includes(familyOf(optimizer))
      ).map((group) => ({
        name: group.optimizer,
        points: medianCurve(group),
      })),
    }))
  );
  return linePlot({
    name: "curves",
    caption: "The training loss over the steps, each optimizer at its best " +
      `learning rate: the median, and the range over ${seeds}. Panels are by ` +
      "what of the step an optimizer changes; gradient descent, which changes " +
      "nothing, is with those of the direction.",
    legend: "optimizer",
    x: { title: "step" },
    y: lossAxis,
    panels: panels.filter(({ series }) => series.length > 0),
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

function ratesPlot(
  results: readonly ProblemResult[],
  { name, caption, y, value }: {
    readonly name: string;
    readonly caption: string;
    readonly y: typeof lossAxis | typeof accuracyAxis;
    readonly value: (group: Group) => number;
  },
): Plot {
  return linePlot({
    name,
    caption,
    legend: "optimizer",
    x: rateAxis,
    y,
    panels: results.map(({ problem, best, groups }) => ({
      title: problem.id,
      series: best.map(({ optimizer }) => ({
        name: optimizer,
        mark: "both",
        points: groups.filter((group) => group.optimizer === optimizer)
          .map((group) => ({
            x: group.hyperparameters.learningRate,
            y: value(group),
          })).sort((a, b) => a.x - b.x),
      })),
    })),
  });
}
