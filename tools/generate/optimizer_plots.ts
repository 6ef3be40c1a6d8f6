import { drawingDeno, toSVG } from "../../experiments/lab/drawing/draw.ts";
import type { Plot } from "../../experiments/lab/plot.ts";
import {
  type ContourPanel,
  contourPlot,
  type PlanePoint,
} from "../../experiments/lab/plots/mod.ts";
import { numberText } from "../../experiments/lab/canonical.ts";
import {
  illConditionedQuadratic,
  rosenbrock,
} from "../../experiments/problems/functions/mod.ts";
import type { TestFunction } from "../../experiments/problems/test_function.ts";
import { tensor } from "../../autodiff/mod.ts";
import { minimize } from "../../optimizers/mod.ts";
import { rules } from "../../optimizers/rules/mod.ts";

type AnyRule = (typeof rules)[number];

/** The functions whose contours are drawn, and where the paths start. */
const grounds: readonly (readonly [TestFunction, PlanePoint])[] = [
  [illConditionedQuadratic, [-4, 3]],
  [rosenbrock, [-1.5, 1.5]],
];

const rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
const steps = 100;

/** The way of a rule at the learning rate that leads lowest. */
interface Way {
  readonly points: readonly PlanePoint[];
  readonly loss: number;
  /** Absent where the rule has none. */
  readonly rate?: number;
}

/**
 * The files of the plots, one a rule; as they are, where this Deno may draw
 * other bytes than that of the committed ones.
 */
export async function generateOptimizerPlots(): Promise<Map<string, string>> {
  const path = (id: string) => `docs/optimizers/${id}.svg`;
  if (Deno.version.deno !== drawingDeno) {
    const texts = rules.map(async ({ id }): Promise<[string, string]> => [
      path(id),
      await Deno.readTextFile(path(id)),
    ]);
    return new Map(await Promise.all(texts));
  }
  const plain = rules.find(({ id }) => id === "gradient-descent")!;
  const plainWays = grounds.map((ground) => bestWay(plain, ground));
  const files = new Map<string, string>();
  for (const rule of rules) {
    const ways = rule === plain
      ? plainWays
      : grounds.map((ground) => bestWay(rule, ground));
    files.set(
      path(rule.id),
      await toSVG(plotOf(rule.id, ways, plainWays)),
    );
  }
  return files;
}

/** What the plot of a rule shows, in a sentence. */
export function captionOf(id: string): string {
  return `${steps} steps of ${id} on two functions, at the learning rate that ` +
    `leads lowest of ${rates[0]} to ${rates.at(-1)}, beside gradient descent ` +
    "at its own.";
}

function plotOf(
  id: string,
  ways: readonly Way[],
  plainWays: readonly Way[],
): Plot {
  const panels = grounds.map(([land], i): ContourPanel => ({
    title: `${land.id}: ${rateText(ways[i])}`,
    ...landscapeOf(land),
    paths: [
      ...id === "gradient-descent"
        ? []
        : [{ name: "gradient-descent", points: plainWays[i].points }],
      { name: id, points: ways[i].points },
    ],
  }));
  return contourPlot({
    name: id,
    caption: captionOf(id),
    legend: "optimizer",
    ...landscapeOf(grounds[0][0]),
    panels,
  });
}

function rateText({ rate }: Way): string {
  return rate === undefined ? "no learning rate" : `η = ${numberText(rate)}`;
}

function bestWay(
  rule: AnyRule,
  ground: readonly [TestFunction, PlanePoint],
): Way {
  const tunable = "learningRate" in rule.definition.hyper;
  const ways = tunable
    ? rates.map((rate) => wayOf(rule, ground, rate))
    : [wayOf(rule, ground)];
  return ways.reduce((best, way) => way.loss < best.loss ? way : best);
}

function wayOf(
  rule: AnyRule,
  [{ f }, start]: readonly [TestFunction, PlanePoint],
  rate?: number,
): Way {
  const points: PlanePoint[] = [];
  const { loss } = minimize(
    f,
    tensor([...start]),
    rule(rate === undefined ? {} : { learningRate: rate }),
    {
      steps,
      record: ({ params }) => {
        const [x, y] = params.toTypedArray();
        points.push([x, y]);
      },
    },
  );
  return { points, loss: Number.isNaN(loss) ? Infinity : loss, rate };
}

function landscapeOf({ box: { low, high }, f, minimum }: TestFunction) {
  const domain = (axis: number) => [low[axis], high[axis]] as const;
  return {
    x: { title: "x", domain: domain(0) },
    y: { title: "y", domain: domain(1) },
    f: (x: number, y: number) => f(tensor([x, y])).item(),
    minima: minimum.points.map(([x, y]): PlanePoint => [x, y]),
  };
}
