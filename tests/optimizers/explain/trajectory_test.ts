import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { key } from "../../../mod.ts";
import { drawTrajectory } from "../../../optimizers/explain/trajectory.ts";

Deno.test("drawTrajectory() draws tensors of all sizes, and zeros", () => {
  const steps = 400;
  const { start, gradients } = drawTrajectory(steps);
  assertEquals(Object.keys(start), ["bias", "weight", "idle"]);
  assertEquals(start.weight.shape, [2, 3]);
  assertEquals(start.bias.shape, [3]);
  assertEquals(gradients.length, steps);
  const elements = gradients.flatMap((g) => [
    ...g.weight.toTypedArray(),
    ...g.bias.toTypedArray(),
  ]);
  const share = (holds: (x: number) => boolean) =>
    elements.filter(holds).length / elements.length;
  // Shares of 3600 draws: a standard deviation is below 0.009.
  assert(Math.abs(share((x) => x === 0) - 1 / 8) < 0.05);
  assert(Math.abs(share((x) => x < 0) - 7 / 16) < 0.05);
  assert(share((x) => Math.abs(x) > 3) > 0.08);
  assert(share((x) => x !== 0 && Math.abs(x) < 0.003) > 0.08);
  assert(gradients.every(({ idle }) => idle.item() === 0));
  assertEquals(start.idle.item(), 1);
});

Deno.test("drawTrajectory() draws anew for each step, name and key", () => {
  const { start, gradients: [first, second] } = drawTrajectory(2);
  assertNotEquals(first, second);
  assertNotEquals(start, drawTrajectory(1, key(1)).start);
  assertNotEquals(first, drawTrajectory(1, key(1)).gradients[0]);
  assertEquals(drawTrajectory(1).gradients, [first]);
  assertEquals(drawTrajectory(1, key(0)).start, start);
});
