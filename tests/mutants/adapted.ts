/** Wrong forms of rules that estimate the distance to the solution. */
import {
  dAdaptation,
  defineTreeOptimizer,
  each,
  prodigy,
  type Rule,
  type Tensor,
  where,
} from "../../mod.ts";
import type { Mutant } from "./mutant.ts";

interface Kept {
  readonly state: Readonly<Record<"m" | "v" | "s", readonly Tensor[]>>;
  readonly shared: Readonly<Record<"d" | "r", Tensor>>;
}

/** A rule whose step is handed, or gives, something else. */
function estimating(
  // deno-lint-ignore no-explicit-any
  rule: Rule<any, any, any>,
  fault: string,
  { rejectedBy, shipped, options = {}, before = (x) => x, after = (x) => x }: {
    readonly rejectedBy: readonly string[];
    readonly shipped?: string;
    readonly options?: Readonly<Record<string, unknown>>;
    readonly before?: (kept: Kept) => Kept;
    readonly after?: (kept: Kept) => Kept;
  },
): Mutant {
  const { definition } = rule;
  return {
    name: `${rule.id}: ${fault}`,
    ...shipped && { shipped },
    rejectedBy,
    optimizer: defineTreeOptimizer({
      ...definition,
      id: `wrong-${rule.id}`,
      // deno-lint-ignore no-explicit-any
      step: (input: any, hyper: unknown, choices: unknown) => {
        const { state, shared } = before(input);
        const given = { ...input, state, shared };
        const { step, ...kept } = definition.step(given, hyper, choices);
        return { step, ...after(kept) };
      },
    }),
    options: { like: rule.id, options },
  };
}

/** What d becomes where 0 is divided by 0: sums of nothing but zeros. */
function undefinedAtZero({ state, shared }: Kept): Kept {
  const none = state.s.map((s) => s.abs().sum().asScalar())
    .reduce((a, b) => a.add(b)).equal(0);
  return { state, shared: { ...shared, d: where(none, NaN, shared.d) } };
}

/** Wrong forms of D-Adaptation and Prodigy. */
export const adaptedMutants: readonly Mutant[] = [
  estimating(dAdaptation, "gradients keep their unit", {
    rejectedBy: ["scale"],
    options: { variant: "sgd" },
    before: ({ state, shared }) => ({
      state: { ...state, v: each((v) => v.mul(0).add(1), state.v) },
      shared,
    }),
  }),
  estimating(dAdaptation, "the estimate is 0/0 before the first gradient", {
    rejectedBy: ["zero-gradient-rests"],
    shipped: "optax 0.2.8 dadapt_adamw",
    after: undefinedAtZero,
  }),
  estimating(prodigy, "the estimate is 0/0 before the first gradient", {
    rejectedBy: ["zero-gradient-rests"],
    shipped: "optax 0.2.8 prodigy",
    options: { variant: "prodigyopt", safeguardWarmup: "on" },
    after: undefinedAtZero,
  }),
];
