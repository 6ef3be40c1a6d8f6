import {
  type Activation,
  activations,
  grad,
  type LayerChain,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import { exampleChain } from "../../problems/layer_chain_error.ts";
import { example, halfDistance } from "./example.ts";

/** ∂e/∂w_k of one layer, found in four ways. */
export interface Derivative {
  readonly activation: string;
  /** The layer, 1 … n. */
  readonly k: number;
  /** h_{k−1} × ∏ wᵢ × ∏ fᵢ′(zᵢ). */
  readonly closed: number;
  /** The product of the factors of the chain rule. */
  readonly chained: number;
  /** By reverse accumulation, from the error's definition alone. */
  readonly automatic: number;
  /** (e(w_k + δ) − e(w_k − δ)) / 2δ. */
  readonly difference: number;
}

/** The example with one activation, and its derivatives. */
export interface ExampleRun {
  readonly activation: Activation;
  readonly chain: LayerChain;
  readonly weights: readonly Tensor[];
  readonly derivatives: readonly Derivative[];
}

/** The example with each of the activations. */
export function runExamples(): ExampleRun[] {
  return Object.values(activations).map((activation) => {
    const chain = exampleChain(example, activation);
    const weights = example.weights.map((weight) => tensor(weight));
    return {
      activation,
      chain,
      weights,
      derivatives: derivativesOf(activation, chain, weights),
    };
  });
}

function derivativesOf(
  activation: Activation,
  chain: LayerChain,
  w: readonly Tensor[],
): Derivative[] {
  const { input, target } = example;
  const closed = chain.closedForm(w, input, target);
  const chained = chain.backward(w, input, target);
  const automatic = grad(chain.error)(w, input, target);
  return w.map((_, i) => ({
    activation: activation.name,
    k: i + 1,
    closed: closed[i].item(),
    chained: chained[i].item(),
    automatic: automatic[i].item(),
    difference: centralDifference(chain, w, i),
  }));
}

function centralDifference(
  chain: LayerChain,
  w: readonly Tensor[],
  i: number,
): number {
  const errorAt = (move: number) => {
    const moved = w.map((weight, j) => i === j ? weight.add(move) : weight);
    return chain.error(moved, example.input, example.target).item();
  };
  return (errorAt(halfDistance) - errorAt(-halfDistance)) / (2 * halfDistance);
}
