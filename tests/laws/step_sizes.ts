/** Steps of optimizers of one number, for the tests of their bounds. */
import { type Optimizer, tensor } from "../../mod.ts";

/** The sizes of an optimizer's steps along gradients, from w = 0. */
export function sizes(
  // deno-lint-ignore no-explicit-any
  optimizer: Optimizer<any>,
  gradients: readonly number[],
): number[] {
  const w = tensor([0]);
  let state = optimizer.init(w);
  return gradients.map((g) => {
    const next = optimizer.step(tensor([g]), state, w);
    state = next.state;
    return Math.abs(next.step.sum().item() as number);
  });
}
