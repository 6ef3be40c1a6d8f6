/** Optimizers on arrays of jax-js, written as optax has them. */
import type { RuleSpec } from "../../workloads/workload.ts";
import type { Array, Jax } from "./module.ts";

/** What goes from step to step: parameters, and what the rule keeps of each. */
export interface State {
  readonly params: Array[];
  readonly slots: Array[][];
  /** The number of the step that follows, 1 in the first. */
  readonly t: Array;
}

/** How many arrays a rule keeps of each parameter. */
export function slotCount({ name }: RuleSpec): number {
  return name === "sgd" ? 0 : name === "adam" ? 2 : 1;
}

/** The state after a step; takes what it is given. */
export function applyRule(
  { numpy: np }: Jax,
  rule: RuleSpec,
  { params, slots, t }: State,
  grads: Array[],
): State {
  const results = params.map((w, i) => {
    const { step, kept } = stepOf(np, rule, grads[i], slots[i], t);
    return { w: w.sub(step), kept };
  });
  return {
    params: results.map(({ w }) => w),
    slots: results.map(({ kept }) => kept),
    t: t.add(1),
  };
}

function stepOf(
  np: Jax["numpy"],
  rule: RuleSpec,
  g: Array,
  slots: Array[],
  t: Array,
): { readonly step: Array; readonly kept: Array[] } {
  const { learningRate } = rule;
  switch (rule.name) {
    case "sgd":
      return { step: g.mul(learningRate), kept: [] };
    case "momentum": {
      const m = slots[0].mul(rule.momentum).add(g);
      return { step: m.ref.mul(learningRate), kept: [m] };
    }
    case "adagrad": {
      const h = slots[0].add(np.square(g.ref));
      const root = np.sqrt(h.ref).add(rule.epsilon);
      return { step: g.mul(learningRate).div(root), kept: [h] };
    }
    case "rmsprop": {
      const { decay, epsilon } = rule;
      const h = slots[0].mul(decay).add(np.square(g.ref).mul(1 - decay));
      const root = np.sqrt(h.ref).add(epsilon);
      return { step: g.mul(learningRate).div(root), kept: [h] };
    }
    case "adam": {
      const { beta1, beta2, epsilon } = rule;
      const m = slots[0].mul(beta1).add(g.ref.mul(1 - beta1));
      const v = slots[1].mul(beta2).add(np.square(g).mul(1 - beta2));
      const mHat = m.ref.div(np.subtract(1, np.power(beta1, t.ref)));
      const vHat = v.ref.div(np.subtract(1, np.power(beta2, t.ref)));
      const root = np.sqrt(vHat).add(epsilon);
      return { step: mHat.mul(learningRate).div(root), kept: [m, v] };
    }
  }
}
