import type { LayerChainExample } from "../../problems/layer_chain_error.ts";

/**
 * The numbers of the worked example. All net inputs are positive, so that relu
 * passes them, and none is so large that sigmoid and tanh saturate.
 */
export const example: LayerChainExample = {
  weights: [0.5, 0.75, 1.25],
  input: 1.5,
  target: 0.25,
};

/** η, the size of the update. */
export const learningRate = 0.1;

/** δ, half the distance of the two points of a finite difference: 2⁻¹⁷. */
export const halfDistance = 1 / 131072;
