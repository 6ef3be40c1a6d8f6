import {
  compile,
  grad,
  type OptimizerState,
  type Slot,
  subtract,
  type Tensor,
  vmap,
} from "../../../mod.ts";
import { rosenbrockData, sample } from "../../workloads/data.ts";
import type { Rosenbrock } from "../../workloads/workload.ts";
import type { Ready } from "../contestant.ts";
import type { MakeOptimizer } from "./rule.ts";
import { shaped } from "./tensors.ts";

interface Point {
  readonly x: Tensor;
  readonly y: Tensor;
}

interface State {
  readonly params: Point;
  readonly state: OptimizerState<Point, Slot>;
}

const valley = ({ x, y }: Point) =>
  subtract(1, x).square().add(y.sub(x.square()).square().mul(100));

/** Makes steps down the valley ready. */
export function rosenbrock(spec: Rosenbrock, make: MakeOptimizer): Ready {
  const { runs, rule, dtype } = spec;
  const data = rosenbrockData(spec);
  const shape = runs === 1 ? [] : [runs];
  const params = {
    x: shaped(data.x, shape, dtype),
    y: shaped(data.y, shape, dtype),
  };
  const optimizer = make(rule);
  const slope = runs === 1 ? grad(valley) : vmap(grad(valley));
  const step = compile(({ params, state }: State) =>
    optimizer.update(slope(params), state, params)
  );
  const start: State = { params, state: optimizer.init(params) };
  let last = start;
  return {
    run(steps) {
      last = step.repeat(steps, start);
    },
    result: () =>
      [last.params.x, last.params.y]
        .flatMap((tensor) => sample(tensor.toTypedArray())),
    dispose: () => step[Symbol.dispose](),
  };
}
