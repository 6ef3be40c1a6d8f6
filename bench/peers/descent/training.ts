import {
  compile,
  type CompileOptions,
  crossEntropy,
  type OptimizerState,
  type Slot,
  type Tensor,
  tensor,
  valueAndGrad,
  zeros,
} from "../../../mod.ts";
import { trainingData } from "../../workloads/data.ts";
import type { Training } from "../../workloads/workload.ts";
import type { Ready } from "../contestant.ts";
import type { MakeOptimizer } from "./rule.ts";
import { shaped } from "./tensors.ts";

/** A layer's parameters. */
export interface Layer {
  readonly w: Tensor;
  readonly b: Tensor;
}

/** What goes from step to step. */
export interface TrainingState {
  readonly params: Layer[];
  readonly state: OptimizerState<Layer[], Slot>;
  readonly loss: Tensor;
}

/** Makes steps of training ready. */
export function training(
  spec: Training,
  make: MakeOptimizer,
  options: CompileOptions = {},
): Ready {
  const { dtype, layers, batch } = spec;
  const data = trainingData(spec);
  const x = shaped(data.x, [batch, layers[0]], dtype);
  const y = spec.loss === "squares"
    ? shaped(data.y, [batch, layers[layers.length - 1]], dtype)
    : tensor([...data.y], "int32");
  const params = data.weights.map((weights, i) => ({
    w: shaped(weights, [layers[i], layers[i + 1]], dtype),
    b: zeros([layers[i + 1]], dtype),
  }));
  const optimizer = make(spec.rule);
  const lossOf = (params: Layer[], x: Tensor, y: Tensor) => {
    const output = params.reduce((z, { w, b }, i) => {
      const next = z.matmul(w).add(b);
      return i === params.length - 1 ? next : next[spec.activation]();
    }, x);
    return spec.loss === "squares"
      ? output.sub(y).square().mean()
      : crossEntropy(output, y);
  };
  const lossAndGrad = valueAndGrad(lossOf);
  const step = compile(
    ({ params, state }: TrainingState, x: Tensor, y: Tensor) => {
      const { value: loss, grad } = lossAndGrad(params, x, y);
      return { ...optimizer.update(grad, state, params), loss };
    },
    options,
  );
  const start: TrainingState = {
    params,
    state: optimizer.init(params),
    loss: zeros([], dtype),
  };
  let last = start;
  return {
    run(steps) {
      last = step.repeat(steps, start, x, y);
    },
    result: () => [last.loss.item()],
    dispose: () => step[Symbol.dispose](),
  };
}
