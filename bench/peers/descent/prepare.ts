import type { CompileOptions } from "../../../mod.ts";
import type { Prepare } from "../contestant.ts";
import { product } from "./product.ts";
import { rosenbrock } from "./rosenbrock.ts";
import type { MakeOptimizer } from "./rule.ts";
import { training } from "./training.ts";
import { update } from "./update.ts";

/** Descent, through its public API. */
export function prepareWith(
  make: MakeOptimizer,
  options: CompileOptions = {},
): Prepare {
  return (workload) => {
    switch (workload.kind) {
      case "training":
        return training(workload, make, options);
      case "update":
        return update(workload, make);
      case "product":
        return product(workload);
      case "rosenbrock":
        return rosenbrock(workload, make);
    }
  };
}
