/** Drawing a plot and asserting what is true of all. */
import { assert, assertEquals } from "@std/assert";
import { toSVG } from "../../../../experiments/lab/drawing/draw.ts";
import type { Plot } from "../../../../experiments/lab/plot.ts";
import { assertWellFormed, textsOf } from "../drawing/svg.ts";

/** Draws a plot and asserts that it is sound and shows some texts. */
export async function draw(plot: Plot, ...texts: string[]): Promise<string> {
  const svg = await toSVG(plot);
  assertWellFormed(svg);
  assertEquals(svg, await toSVG(plot));
  assert(svg.length < 100_000, `${svg.length} characters`);
  const shown = textsOf(svg);
  for (const text of texts) assert(shown.includes(text), `${text}: ${shown}`);
  for (const [, size] of svg.matchAll(/font-size="(\d+)px"/g)) {
    assert(Number(size) >= 11, `a text of ${size} px`);
  }
  for (const [, path] of svg.matchAll(/ (?:d|transform)="([^"]*)"/g)) {
    for (const [number] of path.matchAll(/[\d.]+(?:e[+-]?\d+)?/g)) {
      assert(Number(number) < 1e6, `${number} px`);
    }
  }
  return svg;
}
