import {
  compile,
  type OptimizerState,
  type Slot,
  type Tensor,
} from "../../../mod.ts";
import { sample, updateData } from "../../workloads/data.ts";
import type { Update } from "../../workloads/workload.ts";
import type { Ready } from "../contestant.ts";
import type { MakeOptimizer } from "./rule.ts";
import { shaped } from "./tensors.ts";

interface State {
  readonly params: Tensor;
  readonly state: OptimizerState<Tensor, Slot>;
}

/** Makes steps of an optimizer ready. */
export function update(
  { size, rule, dtype }: Update,
  make: MakeOptimizer,
): Ready {
  const data = updateData(size);
  const params = shaped(data.w, [size], dtype);
  const g = shaped(data.g, [size], dtype);
  const optimizer = make(rule);
  const step = compile(({ params, state }: State, g: Tensor) =>
    optimizer.update(g, state, params)
  );
  const start: State = { params, state: optimizer.init(params) };
  let last = start;
  return {
    run(steps) {
      last = step.repeat(steps, start, g);
    },
    result: () => sample(last.params.toTypedArray()),
    dispose: () => step[Symbol.dispose](),
  };
}
