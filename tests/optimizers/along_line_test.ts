/** Tensors along a line, as programs where they are large. */
import { assertEquals } from "@std/assert";
import { concatenate, key, type Tensor, tensor, zeros } from "../../mod.ts";
import {
  greatestMagnitude,
  pointAlong,
  slopeAlong,
  stepAlong,
  sumOfMagnitudes,
} from "../../optimizers/along_line.ts";
import { assertSameBits } from "../support/bits.ts";
import { floats } from "./support.ts";

/** How far to go: a number that float32 rounds, and others. */
const lengths = [0.1, -3, 0, -0, 1e-300, 1e300, NaN];

/** A matrix and a vector, of 6 and of 2001 numbers, and nothing. */
const trees = floats.flatMap((dtype) =>
  [[2, 2], [40, 50]].map((shape) =>
    ["w", "down", "g"].map((name) => [
      key(7).fold(name).normal(shape, { dtype }),
      zeros([0, 3], dtype),
      concatenate([
        key(8).fold(name).normal([1], { dtype }),
        tensor([-0], dtype),
      ]),
    ])
  )
);

function assertSameLists(actual: readonly Tensor[], expected: Tensor[]): void {
  assertEquals(actual.map(({ dtype }) => dtype), expected.map((x) => x.dtype));
  actual.forEach((x, i) => {
    assertEquals(x.shape, expected[i].shape);
    assertSameBits(x.toTypedArray(), expected[i].toTypedArray());
  });
}

Deno.test("pointAlong() and stepAlong() have the bits of w − t·down and t·down", () => {
  for (const [w, down] of trees) {
    for (const t of lengths) {
      assertSameLists(
        pointAlong(w, down, t),
        w.map((w, i) => w.sub(down[i].mul(t))),
      );
      assertSameLists(stepAlong(down, t), down.map((d) => d.mul(t)));
    }
  }
});

Deno.test("slopeAlong() has the bits of −⟨g, down⟩, in float64", () => {
  for (const [, down, g] of trees) {
    const product = g.map((g, i) =>
      g.cast("float64").mul(down[i].cast("float64")).sum().item()
    ).reduce((sum, each) => sum + each, 0);
    assertSameBits(slopeAlong(g, down), -product);
  }
});

Deno.test("sumOfMagnitudes() and greatestMagnitude() are those of all tensors", () => {
  for (const [, , g] of trees) {
    const sum = g.map((g) => g.abs().cast("float64").sum().item())
      .reduce((sum, each) => sum + each, 0);
    assertSameBits(sumOfMagnitudes(g), sum);
    const all = g.flatMap((g) => [...g.toTypedArray()]);
    assertEquals(
      greatestMagnitude(g),
      all.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
    );
  }
  assertEquals(greatestMagnitude([zeros([0])]), -Infinity);
  assertEquals(greatestMagnitude([tensor([1, NaN])]), NaN);
});
