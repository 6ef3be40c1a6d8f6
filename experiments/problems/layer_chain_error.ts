import {
  type Activation,
  type LayerChain,
  layerChain,
  type Tensor,
  tensor,
} from "../../autodiff/mod.ts";
import type { Problem } from "./problem.ts";

/** The numbers of a worked example of backpropagation. */
export interface LayerChainExample {
  /** The weights w₁ … wₙ before the update. */
  readonly weights: readonly number[];
  /** The input x. */
  readonly input: number;
  /** The target y. */
  readonly target: number;
}

/** The model of a worked example: all its layers have one activation. */
export function exampleChain(
  { weights }: LayerChainExample,
  activation: Activation,
): LayerChain {
  return layerChain(weights.map(() => activation));
}

/**
 * The signed error e = ŷ − y of a chain of layers as a function of its
 * weights. It has no minimum: it is for one step that shows the derivatives.
 *
 * @example
 * ```ts
 * import { activations, key, layerChainError } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const example = { weights: [2, 3, 4], input: 5, target: 100 };
 * const problem = layerChainError(example, activations.identity);
 * const keys = { problem: key(0), start: key(0), batches: key(0) };
 * const { start, loss } = problem.instance(keys);
 * assertEquals(loss(start).item(), 20);
 * ```
 */
export function layerChainError(
  example: LayerChainExample,
  activation: Activation,
): Problem<readonly Tensor[]> {
  const chain = exampleChain(example, activation);
  return {
    id: `chain-${activation.name}`,
    revision: 1,
    description: `the signed error of ${chain.depth} layers with ` +
      `${activation.name}`,
    instance: () => ({
      start: example.weights.map((weight) => tensor(weight)),
      loss: (w) => chain.error(w, example.input, example.target),
      metrics: () => ({}),
    }),
  };
}
