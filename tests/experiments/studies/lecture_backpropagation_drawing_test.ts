/** The drawing of the worked example against the formulas of the lecture. */
import { assert, assertEquals } from "@std/assert";
import { lectureBackpropagation, runStudy } from "../../../mod.ts";
import { toSVG } from "../../../experiments/lab/drawing/draw.ts";
import { roundedText } from "../../../experiments/lab/table.ts";
import { assertWellFormed, textsOf } from "../lab/drawing/svg.ts";
import { noData } from "../support/studies.ts";
import {
  activations,
  derivatives,
  forward,
  w1,
  w2,
  w3,
  x,
  y,
} from "./lecture_formulas.ts";

const outcome = await runStudy(lectureBackpropagation, noData);
const { plots = [] } = lectureBackpropagation.report(outcome);
const svg = await toSVG(plots[0]);
const texts = textsOf(svg);

const { tanh } = activations;
const weights = [w1, w2, w3];

/** The text below a name. */
const below = (name: string) => texts[texts.indexOf(name) + 1];

Deno.test("lecture-backpropagation draws its chain, well-formed and within its frame", () => {
  assertEquals(plots.map(({ name }) => name), ["chain"]);
  assertWellFormed(svg);
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)!;
  const places = svg.matchAll(
    /<(?:text|path)[^>]*translate\(([\d.-]+),([\d.-]+)\)/g,
  );
  for (const [element, left, top] of places) {
    assert(+left >= 0 && +left <= +width - 20, element);
    assert(+top >= 0 && +top <= +height - 8, element);
  }
});

Deno.test("lecture-backpropagation draws every value of the forward pass", () => {
  const { z, h, e } = forward(tanh, weights);
  for (const value of [...z.slice(1), ...h, e]) {
    assert(texts.includes(roundedText(value)), `${value}`);
  }
  assertEquals(
    ["× w₁", "× w₂", "× w₃", "− y", "f₁"].map(below),
    [...[w1, w2, w3, y].map(String), "tanh"],
  );
});

Deno.test("lecture-backpropagation draws every derivative and every factor", () => {
  const { z, h } = forward(tanh, weights);
  const [slope1, slope2, slope3] = z.slice(1).map(tanh.slope);
  const expected: [string, number][] = [
    ["∂e/∂h₃", 1],
    ["∂e/∂z₃", slope3],
    ["∂e/∂h₂", slope3 * w3],
    ["∂e/∂z₂", slope3 * w3 * slope2],
    ["∂e/∂h₁", slope3 * w3 * slope2 * w2],
    ["∂e/∂z₁", slope3 * w3 * slope2 * w2 * slope1],
    ["∂h₃/∂z₃", slope3],
    ["∂z₃/∂h₂", w3],
    ["∂h₂/∂z₂", slope2],
    ["∂z₂/∂h₁", w2],
    ["∂h₁/∂z₁", slope1],
    ["∂z₃/∂w₃", h[2]],
    ["∂z₂/∂w₂", h[1]],
    ["∂z₁/∂w₁", x],
    ...derivatives(tanh, weights).map((value, i): [string, number] => [
      `∂e/∂w${"₁₂₃"[i]}`,
      value,
    ]),
  ];
  for (const [name, value] of expected) {
    assertEquals(below(name), roundedText(value), name);
  }
});
