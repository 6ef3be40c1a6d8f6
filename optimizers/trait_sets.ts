import type { Traits } from "./define.ts";

/**
 * Each coordinate's step is an odd function of that coordinate's gradients so
 * far, and of nothing else.
 */
export const oddInGradients: Traits = {
  coordinatewise: true,
  ignoresWeights: true,
  odd: true,
};

/** The same, and gradients of 0 leave all later steps as they are. */
export const oddAndIdle: Traits = { ...oddInGradients, idleKeepsState: true };

/** Each tensor's step is odd in that tensor's gradients and weights alone. */
export const oddInTensors: Traits = {
  coordinatewise: false,
  tensorwise: true,
  odd: true,
};
