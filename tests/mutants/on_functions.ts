/** Wrong forms of rules that take functions. */
import { lbfgs, polyak, sam, sophia, subtract } from "../../mod.ts";
import { misread, type Mutant } from "./mutant.ts";

/** Wrong forms that a quadratic shows. */
export const functionMutants: readonly Mutant[] = [
  misread(polyak, "the least loss is added", {
    rejectedBy: ["closed-form-on-functions"],
    options: { leastLoss: 0.5 },
    hyper: ({ leastLoss }) => ({ leastLoss: leastLoss.neg() }),
  }),
  misread(polyak, "half of the step size", {
    rejectedBy: ["closed-form-on-functions"],
    hyper: ({ learningRate }) => ({ learningRate: learningRate.mul(0.5) }),
  }),
  misread(sam, "it looks to the best point nearby", {
    rejectedBy: ["closed-form-on-functions"],
    hyper: ({ radius }) => ({ radius: radius.neg() }),
  }),
  misread(sam, "the radius is squared", {
    rejectedBy: ["closed-form-on-functions"],
    hyper: ({ radius }) => ({ radius: radius.square() }),
  }),
  misread(sophia, "curvatures are taken anew in each step", {
    rejectedBy: ["closed-form-on-functions"],
    hyper: ({ interval }) => ({ interval: interval.mul(0).add(1) }),
  }),
  misread(sophia, "β₂ weighs the new estimate", {
    rejectedBy: ["closed-form-on-functions"],
    hyper: ({ beta2 }) => ({ beta2: subtract(1, beta2) }),
  }),
  misread(sophia, "clipped at half", {
    rejectedBy: ["closed-form-on-functions", "sophia-without-curvature"],
    result: (right) => ({
      ...right,
      step: right.step.map((x) => x.clip(-3e-4, 3e-4)),
    }),
  }),
  misread(lbfgs, "twice as far as the search found", {
    rejectedBy: ["lbfgs-line-search"],
    result: (right) => ({ ...right, step: right.step.map((x) => x.mul(2)) }),
  }),
  misread(lbfgs, "the slope may stay as it is", {
    rejectedBy: ["lbfgs-line-search"],
    hyper: ({ curvature }) => ({ curvature: curvature.mul(0).add(0.999) }),
  }),
  misread(lbfgs, "no pair is kept", {
    rejectedBy: ["lbfgs-on-a-round-bowl"],
    result: (right) => ({
      ...right,
      state: { ...right.state, step: right.state.step.map((x) => x.mul(0)) },
    }),
  }),
  misread(lbfgs, "gradients are added, not subtracted, in a pair", {
    rejectedBy: ["lbfgs-on-a-round-bowl"],
    result: (right) => ({
      ...right,
      state: { ...right.state, g: right.state.g.map((x) => x.neg()) },
    }),
  }),
];
