/** Wrong forms of rules that see trees, or report the loss at an average. */
import {
  averagedSgd,
  dAdaptation,
  defineOptimizer,
  lamb,
  lars,
  prodigy,
  scheduleFreeAdamw,
  scheduleFreeSgd,
  subtract,
  type Tensor,
} from "../../mod.ts";
import { misread, type Mutant, twisted } from "./mutant.ts";

/** Σ |x| of all tensors. */
const sizeOf = (list: readonly Tensor[]) =>
  list.map((x) => x.abs().sum()).reduce((a, b) => a.add(b));

/** Wrong forms that a constant gradient shows. */
export const closedFormMutants: readonly Mutant[] = [
  twisted(lamb, "the decay is beside what is scaled", {
    rejectedBy: ["closed-form-of-trees"],
    step: (input, hyper, choices) =>
      lamb.definition.step(input, hyper, {
        ...choices,
        weightDecayPlacement: "outside",
      }),
  }),
  twisted(lamb, "moments are not corrected", {
    rejectedBy: ["closed-form-of-trees", "lamb-at-zero"],
    step: (input, hyper, choices) =>
      lamb.definition.step(
        { ...input, t: input.t.add(10000) },
        hyper,
        choices,
      ),
  }),
  twisted(lars, "the learning rate is outside of the momentum twice", {
    rejectedBy: ["closed-form-of-trees", "lars-at-zero"],
    options: { learningRate: 0.5 },
    step: (input, hyper, choices) => {
      const { step, state } = lars.definition.step(input, hyper, choices);
      return { step: hyper.learningRate.mul(step), state };
    },
  }),
  twisted(lars, "the decay is left out of the norm", {
    rejectedBy: ["closed-form-of-trees"],
    step: (input, hyper, choices) => {
      const { g, w } = input;
      const u = g.add(hyper.weightDecay.mul(w));
      const own = choices.normOf === "parts" ? g.norm() : u.norm();
      const scaled = lars.definition.step(
        { ...input, g: u },
        { ...hyper, weightDecay: hyper.weightDecay.mul(0) },
        { ...choices, normOf: "sum" },
      );
      const by = u.norm().divideOrZero(own);
      return { step: scaled.step.mul(by), state: scaled.state };
    },
  }),
  misread(prodigy, "the distance never grows", {
    rejectedBy: ["closed-form-of-trees"],
    result: (right, { d }) => ({ ...right, shared: { ...right.shared, d } }),
  }),
  misread(prodigy, "the distance is the last estimate, not the greatest", {
    rejectedBy: ["closed-form-of-trees"],
    result: (right) => {
      const d = right.shared.r.divideOrZero(sizeOf(right.state.s));
      return { ...right, shared: { ...right.shared, d } };
    },
  }),
  misread(dAdaptation, "the distance never grows", {
    rejectedBy: ["closed-form-of-trees"],
    result: (right, { d }) => ({ ...right, shared: { ...right.shared, d } }),
  }),
  misread(dAdaptation, "√β₂ is β₂", {
    rejectedBy: ["closed-form-of-trees"],
    hyper: ({ beta2 }) => ({ beta2: beta2.square() }),
  }),
  misread(dAdaptation, "the distance is the estimate twice", {
    rejectedBy: ["closed-form-of-trees"],
    shared: (shared) => ({ ...shared, d: shared.d.mul(2) }),
  }),
  misread(scheduleFreeSgd, "the loss is reported at the weights", {
    rejectedBy: ["closed-form"],
    evaluate: ({ w }) => w,
  }),
  misread(scheduleFreeSgd, "the average is exponential", {
    rejectedBy: ["closed-form"],
    shared: (shared) => ({ ...shared, sum: shared.greatest.square() }),
  }),
  misread(scheduleFreeAdamw, "steps weigh as much as their rates", {
    rejectedBy: ["closed-form"],
    shared: (shared) => ({ ...shared, sum: shared.sum.sqrt() }),
  }),
  misread(scheduleFreeAdamw, "the loss is reported at z", {
    rejectedBy: ["closed-form"],
    evaluate: ({ state }) => state.z,
  }),
  twisted(averagedSgd, "the decay of the rate has no power", {
    rejectedBy: ["closed-form"],
    options: { variant: "torch", decay: 0.5 },
    step: (input, hyper, choices) =>
      averagedSgd.definition.step(
        input,
        { ...hyper, power: hyper.power.mul(0).add(1) },
        choices,
      ),
  }),
  twisted(averagedSgd, "the average begins one step late", {
    rejectedBy: ["closed-form"],
    step: (input, hyper, choices) =>
      averagedSgd.definition.step(
        input,
        { ...hyper, start: hyper.start.add(1) },
        choices,
      ),
  }),
  {
    name: "averaged-sgd: the loss is reported between weights and average",
    rejectedBy: ["closed-form"],
    options: { like: "averaged-sgd" },
    optimizer: defineOptimizer({
      ...averagedSgd.definition,
      id: "wrong-averaged-sgd",
      evaluate: ({ w, state }) => state.a.mul(0.5).add(subtract(1, 0.5).mul(w)),
    }),
  },
];
