import type { Tensor } from "../../autodiff/mod.ts";
import { apply, type Value } from "../../autodiff/graph.ts";
import { unwrap } from "../../autodiff/handle.ts";
import type { Operation } from "../../autodiff/operation.ts";
import { wrap } from "../../autodiff/tensor.ts";
import type { StepContext } from "../context.ts";

/**
 * What a rule may need, as operations that have a name and no value: f(w),
 * ∇f(p), ∇²f(w)·v and signs u(t).
 */
export function namedContext(w: Tensor, t: Tensor): StepContext<Tensor> {
  const call = (name: string, like: Tensor, ...inputs: Tensor[]) =>
    wrap(apply(
      named(name, unwrap("formula", like)),
      inputs.map((x) => unwrap("formula", x)),
      undefined,
    ));
  const gradient = (at: Tensor) => call("∇f", w, at);
  const lossAt = (at: Tensor) => call("f", t, at);
  return {
    loss: lossAt(w),
    gradient,
    valueAndGrad: (at) => ({ value: lossAt(at), grad: gradient(at) }),
    hvp: (vector) => call("∇²f", w, w, vector),
    probe: call("u", w, t),
  };
}

/** An operation that is known by its name and by what it gives. */
function named(name: string, { shape, dtype }: Value): Operation<undefined> {
  const refuse = (): never => {
    throw new TypeError(`Cannot compute ${name}: it is a name in a formula`);
  };
  return {
    name,
    infer: () => ({ shape, dtype, weak: shape.length === 0 }),
    evaluate: refuse,
    derivative: refuse,
    batch: refuse,
    domain: [],
  };
}
