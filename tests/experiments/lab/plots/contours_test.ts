import { assert, assertEquals } from "@std/assert";
import {
  contourPlot,
  type ContourPlotOptions,
} from "../../../../experiments/lab/plots/contours.ts";
import { draw } from "./draw_soundly.ts";

const land: Omit<ContourPlotOptions, "panels"> = {
  name: "paths",
  caption: "Paths.",
  legend: "rule",
  x: { title: "w₁", domain: [-2, 2] },
  y: { title: "w₂", domain: [-1, 1] },
  f: (x, y) => x * x + 10 * y * y,
  minima: [[0, 0]],
};

Deno.test("contourPlot() shows contours, paths, their start and the minima", async () => {
  const paths = [{ name: "adam", points: [[1, 1], [0.5, 0.25]] as const }];
  const drawn = await draw(
    contourPlot({ ...land, panels: [{ title: "bowl", paths }] }),
    ...["w₁", "w₂", "rule", "adam", "start", "minimum", "bowl"],
  );
  assertEquals(drawn.split('stroke="#fff"').length - 1, 10);
  const without = await draw(
    contourPlot({
      ...land,
      minima: [],
      panels: [{ title: "bowl", paths: [] }],
    }),
  );
  const symbols = (svg: string) =>
    svg.split('fill="white" stroke="#000"').length;
  assertEquals(symbols(drawn) - symbols(without), 2);
});

Deno.test("contourPlot() ends a path where it goes far away, towards where it went", async () => {
  for (const far of [[1e250, 0.5e250], [20000, 10000]] as const) {
    const paths = [{ name: "adam", points: [[0, 0], far, [0, 0]] as const }];
    const svg = await draw(
      contourPlot({ ...land, panels: [{ title: "", paths }] }),
    );
    const [, path] = /<path d="([^"]*)" stroke="#009e73"/.exec(svg)!;
    const [start, end, ...more] = path.slice(1).split("L").map((point) =>
      point.split(",").map(Number)
    );
    assertEquals(more, []);
    const [right, up] = [end[0] - start[0], start[1] - end[1]];
    // 440 px a 4 and 360 px a 2: up by 360/2/2 px for 440/4 to the right
    assert(right > 1000 && Math.abs(up / right - 90 / 110) < 1e-3, path);
  }
});

Deno.test("contourPlot() draws flat and broken functions and points without a place", async () => {
  const paths = [{ name: "a", points: [[NaN, 0], [0, Infinity]] as const }];
  const panels = [{ title: "", paths }];
  for (const f of [() => NaN, () => 3, () => Infinity, (x: number) => 1 / x]) {
    const plot = contourPlot({ ...land, f, panels });
    await draw(plot, "minimum");
    assert(
      plot.caption.endsWith(
        "2 points have no place on the axes and are left out.",
      ),
    );
  }
  await draw(contourPlot({ ...land, panels: [] }));
  const half = (x: number, y: number) => x < 0 ? NaN : x * x + y * y;
  const svg = await draw(contourPlot({ ...land, f: half, panels }));
  assertEquals(svg.split('stroke="#fff"').length - 1, 10);
});

Deno.test("contourPlot() has a landscape a panel where it is given, asked for once", async () => {
  let calls = 0;
  const f = (x: number) => {
    calls++;
    return x;
  };
  const own = { f, y: { title: "v", domain: [0, 1] } as const };
  const panels = ["a", "b"].map((title) => ({ title, paths: [], ...own }));
  await draw(contourPlot({ ...land, panels }), "v");
  assertEquals(calls, 70 * 70);
});
