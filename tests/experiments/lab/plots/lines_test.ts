import { assert, assertEquals } from "@std/assert";
import {
  linePlot,
  type LinePlotOptions,
  thin,
} from "../../../../experiments/lab/plots/lines.ts";
import { stylesOf } from "../../../../experiments/lab/plots/theme.ts";
import { textsOf } from "../drawing/svg.ts";
import { draw } from "./draw_soundly.ts";

const lines: Omit<LinePlotOptions, "panels"> = {
  name: "lines",
  caption: "Lines.",
  x: { title: "step" },
  y: { title: "loss (J)", scale: "log" },
  legend: "optimizer",
};
const one = { x: 1, y: 2 };
const panel = (...points: { x: number; y: number }[]) => [
  { title: "", series: [{ name: "adam", points }] },
];

Deno.test("linePlot() shows axes, legend and titles of panels", async () => {
  const series = ["adam", "momentum", "mine"].map((name, i) => ({
    name,
    points: [one, { x: 2, y: 20 + i }],
  }));
  const panels = [{ title: "bowl", series }, { title: "valley", series }];
  const svg = await draw(
    linePlot({ ...lines, panels }),
    ...["step", "loss (J)", "optimizer", "adam", "momentum", "mine"],
    ...["bowl", "valley", "10"],
  );
  for (const [name, { color }] of stylesOf(["adam", "momentum"])) {
    // the legend and a line in each panel
    assertEquals(svg.split(`stroke="${color}"`).length - 1, 3, name);
  }
});

Deno.test("linePlot() leaves out what has no place, and says so", async () => {
  const given = linePlot({
    ...lines,
    panels: panel(one, { x: 2, y: 0 }, { x: 3, y: NaN }, { x: NaN, y: 1 }),
  });
  assertEquals(
    given.caption,
    "Lines. 3 points have no place on the axes and are left out.",
  );
  await draw(given, "adam");
  const { caption } = linePlot({
    ...lines,
    panels: panel(one, { x: 2, y: Infinity }),
  });
  assertEquals(
    caption,
    "Lines. 1 point has no place on the axes and is left out.",
  );
  assertEquals(linePlot({ ...lines, panels: panel(one) }).caption, "Lines.");
  const zero = panel(one, { x: 2, y: 0 });
  const y = { title: "loss" };
  assertEquals(linePlot({ ...lines, y, panels: zero }).caption, "Lines.");
  const own = [{ ...zero[0], y }];
  assertEquals(linePlot({ ...lines, panels: own }).caption, "Lines.");
});

Deno.test("linePlot() draws nothing, one point, equal points and huge ones", async () => {
  const huge = panel(one, { x: 2, y: 1e300 }, { x: 3, y: 1e-300 });
  await draw(linePlot({ ...lines, panels: [] }));
  await draw(linePlot({ ...lines, panels: panel() }), "step", "adam");
  await draw(linePlot({ ...lines, panels: panel(one, one) }), "step");
  await draw(linePlot({ ...lines, panels: huge }), "10⁻³⁰⁰");
  const y = { title: "loss", domain: [0, 1] } as const;
  await draw(linePlot({ ...lines, y, panels: huge }), "loss");
  const alone = await draw(linePlot({ ...lines, panels: panel(one) }));
  const none = await draw(linePlot({ ...lines, panels: panel() }));
  const dots = (svg: string) => svg.split('fill="white" stroke="#009e73"');
  assertEquals(dots(alone).length - dots(none).length, 1);
});

Deno.test("linePlot() draws lines, points, or both, and what is within the axes", async () => {
  const points = [1, 2, 3, 4].map((x) => ({ x, y: x }));
  const drawn = async (mark?: "line" | "points" | "both") => {
    const series = [{ name: "adam", points, mark }];
    const y = { title: "y", domain: [0.5, 3.5] } as const;
    const plot = linePlot({ ...lines, y, panels: [{ title: "", series }] });
    const svg = await draw(plot);
    const symbols = svg.split('fill="white" stroke="#009e73"').length - 1;
    const paths = svg.split('stroke-dasharray="9,3,2,3,2,3"').length - 1;
    return [paths, symbols];
  };
  // each with one in the legend; the fourth point is beyond the axis
  assertEquals(await drawn(), [2, 0]);
  assertEquals(await drawn("line"), [2, 0]);
  assertEquals(await drawn("points"), [0, 1 + 3]);
  assertEquals(await drawn("both"), [2, 1 + 3]);
});

Deno.test("linePlot() draws bands, whose ends may have no place", async () => {
  const area = 'fill-opacity="0.13"';
  const bands = (low: number, high: number) =>
    linePlot({
      ...lines,
      panels: panel(...[1, 2].map((x) => ({ x, y: 5, low, high }))),
    });
  assert((await draw(bands(1, 9))).includes(area));
  assert((await draw(bands(NaN, 9))).includes(area));
  assert((await draw(bands(0, 9))).includes(area));
  assert(!(await draw(bands(5, 5))).includes(area));
  assertEquals(bands(NaN, Infinity).caption, "Lines.");
});

Deno.test("linePlot() draws at most 60 points of a line, the first and last among them", async () => {
  const points = Array.from({ length: 1000 }, (_, i) => ({ x: i, y: i + 1 }));
  const plot = linePlot({ ...lines, panels: panel(...points) });
  const [, path] = /<path d="([^"]*)" stroke="#009e73"/.exec(
    await draw(plot, "1,000"),
  )!;
  assertEquals(path.split("L").length, 60);
  assert(path.startsWith("M0,"));
});

Deno.test("linePlot() labels every tick of a logarithmic axis", async () => {
  const panels = ["a", "b"].map((title) => ({
    ...panel({ x: 1, y: 0.07 }, { x: 2, y: 2.4 })[0],
    title,
  }));
  const svg = await draw(linePlot({ ...lines, panels, height: 200 }));
  const labels = textsOf(svg).filter((text) => /^(?:0\.)?\d$/.test(text));
  assertEquals(labels, [
    ...["0.1", "0.2", "0.5", "1", "2"],
    ...["0.1", "0.2", "0.5", "1", "2"],
  ]);
});

Deno.test("thin() takes things evenly, the first and last among them", () => {
  const list = Array.from({ length: 101 }, (_, i) => i);
  assertEquals(thin(list, 5), [0, 25, 50, 75, 100]);
  assertEquals(thin(list, 101), list);
  assertEquals(thin([], 5), []);
});

Deno.test("linePlot() draws faint series grey behind the others, under one name", async () => {
  const points = [one, { x: 2, y: 5, low: 1, high: 9 }];
  const series = [
    { name: "adam", points },
    { name: "momentum", points, isFaint: true },
    { name: "mine", points, isFaint: true, mark: "both" as const },
  ];
  const svg = await draw(
    linePlot({ ...lines, panels: [{ title: "", series }] }),
    ...["adam", "others"],
  );
  const shown = textsOf(svg);
  assert(!shown.includes("momentum") && !shown.includes("mine"));
  const [{ color }] = stylesOf(["adam"]).values();
  // Two lines and the legend; no band and no marker.
  assertEquals(svg.split('stroke="#c4c4c4"').length - 1, 3);
  assertEquals(svg.split(/fill="(?:#c4c4c4)"/).length - 1, 0);
  assert(svg.indexOf("#c4c4c4") < svg.indexOf(`stroke="${color}"`));
});
