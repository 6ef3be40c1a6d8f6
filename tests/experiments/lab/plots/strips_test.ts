import { assert, assertEquals } from "@std/assert";
import {
  stripPlot,
  type StripPlotOptions,
} from "../../../../experiments/lab/plots/strips.ts";
import { draw } from "./draw_soundly.ts";

const strips: Omit<StripPlotOptions, "panels"> = {
  name: "strips",
  caption: "Strips.",
  x: { title: "accuracy (%)" },
};

Deno.test("stripPlot() shows names, notes, the axis and a marker a value", async () => {
  const values = [...Array(12).fill(0.5), 0.75, 1];
  const one = { name: "adam", values, note: "2 diverged" };
  const two = { name: "mine", values: [] };
  const svg = await draw(
    stripPlot({ ...strips, panels: [{ title: "iris", strips: [one, two] }] }),
    ...["accuracy (%)", "adam", "mine", "2 diverged", "iris"],
  );
  assertEquals(svg.split('fill="white" stroke="#009e73"').length - 1, 14);
  const places = [
    ...svg.matchAll(/transform="translate\(([^)]*)\)" d="[^"]*" fill="white"/g),
  ];
  assertEquals(new Set(places.map(([, place]) => place)).size, 14);
});

Deno.test("stripPlot() draws no value, one, and values without a place", async () => {
  for (const scale of ["linear", "log"] as const) {
    const x = { title: "a", scale };
    const plot = stripPlot({
      ...strips,
      x,
      panels: [{
        title: "",
        strips: [
          { name: "a", values: [] },
          { name: "b", values: [7] },
          { name: "c", values: [NaN, -Infinity] },
        ],
      }],
    });
    await draw(plot, "a", "b", "c");
    assert(plot.caption.startsWith("Strips. 2 points have"));
  }
  await draw(stripPlot({ ...strips, panels: [] }));
});

Deno.test("stripPlot() makes strips lower where there are many", async () => {
  const heightOf = async (count: number) => {
    const strips = Array.from({ length: count }, (_, i) => ({
      name: `s${i}`,
      values: [0.5, 0.5, 1],
    }));
    const plot = stripPlot({
      name: "strips",
      caption: "Strips.",
      x: { title: "a" },
      panels: [{ title: "", strips }],
    });
    await draw(plot, "s0", `s${count - 1}`);
    return plot.spec.height as number;
  };
  const frame = await heightOf(12) - 12 * 34;
  assertEquals(await heightOf(13) - 13 * 20, frame);
});
