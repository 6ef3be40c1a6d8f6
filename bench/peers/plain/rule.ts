import type { RuleSpec } from "../../workloads/workload.ts";
import type { Floats } from "./matrix.ts";

/** What changes parameters in place by a gradient; t is 1 in the first step. */
export type Step = (w: Floats, g: Floats, t: number) => void;

/** The steps of an optimizer for one array of parameters, with new state. */
export function stepOf(
  rule: RuleSpec,
  like: Floats,
): Step {
  const zeros = () =>
    like instanceof Float32Array
      ? new Float32Array(like.length)
      : new Float64Array(like.length);
  switch (rule.name) {
    case "sgd": {
      const { learningRate } = rule;
      return (w, g) => {
        for (let i = 0; i < w.length; i++) w[i] -= learningRate * g[i];
      };
    }
    case "momentum": {
      const { learningRate, momentum } = rule;
      const m = zeros();
      return (w, g) => {
        for (let i = 0; i < w.length; i++) {
          m[i] = momentum * m[i] + g[i];
          w[i] -= learningRate * m[i];
        }
      };
    }
    case "adagrad": {
      const { learningRate, epsilon } = rule;
      const h = zeros();
      return (w, g) => {
        for (let i = 0; i < w.length; i++) {
          h[i] += g[i] * g[i];
          w[i] -= learningRate * g[i] / (Math.sqrt(h[i]) + epsilon);
        }
      };
    }
    case "rmsprop": {
      const { learningRate, decay, epsilon } = rule;
      const h = zeros();
      return (w, g) => {
        for (let i = 0; i < w.length; i++) {
          h[i] = decay * h[i] + (1 - decay) * g[i] * g[i];
          w[i] -= learningRate * g[i] / (Math.sqrt(h[i]) + epsilon);
        }
      };
    }
    case "adam": {
      const { learningRate, beta1, beta2, epsilon } = rule;
      const m = zeros();
      const v = zeros();
      return (w, g, t) => {
        const rate = learningRate / (1 - beta1 ** t);
        const scale = 1 / (1 - beta2 ** t);
        for (let i = 0; i < w.length; i++) {
          m[i] = beta1 * m[i] + (1 - beta1) * g[i];
          v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
          w[i] -= rate * m[i] / (Math.sqrt(v[i] * scale) + epsilon);
        }
      };
    }
  }
}
