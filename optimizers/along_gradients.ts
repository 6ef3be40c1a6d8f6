import { scalar, type Tensor, type TreeOf, where } from "../autodiff/mod.ts";
import { flattenTree } from "../autodiff/trees.ts";
import type { StepContext } from "./context.ts";
import { type Optimizer, subtractStep } from "./optimizer.ts";

/**
 * The optimizer, for one who has nothing but gradients: where its rule needs
 * more, and is not given it, that is taken from the function
 * ¼·Σ|g|·(1 + 2·sign(g)·(p − w))² of p. Its gradient at the weights w is g, its
 * least value is 0, it scales with the gradients, each coordinate goes its own
 * way, and negating gradients and weights leaves it as it is.
 */
export function alongGradients<S>(optimizer: Optimizer<S>): Optimizer<S> {
  if (optimizer.needs === undefined) return optimizer;
  const { needs: _, withHyperparameters, ...rest } = optimizer;
  const step: Optimizer<S>["step"] = (grads, state, params, context) =>
    optimizer.step(
      grads,
      state,
      params,
      { ...contextOf(grads, params), ...context },
    );
  return {
    ...rest,
    ...withHyperparameters && {
      withHyperparameters: (values) =>
        alongGradients(withHyperparameters(values)),
    },
    step,
    update: (grads, state, params, context) =>
      subtractStep(params, step(grads, state, params, context)),
  };
}

function contextOf<P extends Tensor | TreeOf<P>>(
  grads: P,
  params: P,
): StepContext<P> {
  const g = flattenTree("update", grads).leaves;
  const flat = flattenTree("update", params);
  const moved = (at: P) =>
    flattenTree("update", at).leaves.map((p, i) => p.sub(flat.leaves[i]));
  const value = (at: P) =>
    moved(at).map((way, i) => {
      const side = where(g[i].less(0), way.mul(-2), way.mul(2)).add(1);
      const part = g[i].abs().mul(0.25).mul(side.square());
      return part.cast("float64").sum().asScalar();
    }).reduce((a, b) => a.add(b), scalar(0));
  const bent = (v: readonly Tensor[]) =>
    v.map((v, i) => g[i].abs().mul(2).mul(v));
  const gradient = (at: P) =>
    flat.rebuild(bent(moved(at)).map((change, i) => g[i].add(change)));
  return {
    loss: value(params),
    gradient,
    valueAndGrad: (at) => ({ value: value(at), grad: gradient(at) }),
    hvp: (vector) => flat.rebuild(bent(flattenTree("update", vector).leaves)),
  };
}
