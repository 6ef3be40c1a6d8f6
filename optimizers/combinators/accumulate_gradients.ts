import {
  type Tensor,
  type TreeOf,
  where,
  zerosLike,
} from "../../autodiff/mod.ts";
import { floatLeaves } from "../../autodiff/transform.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import { adjusted, gathered } from "../adjustable.ts";
import { freeName } from "../free_name.ts";
import {
  checkLike,
  nextStep,
  type Optimizer,
  type OptimizerState,
  type Slot,
  type Step,
  subtractStep,
} from "../optimizer.ts";
import { optionsOf, wholeSteps } from "../options.ts";
import { keptAt, withKept, without } from "../transformation_states.ts";
import { checkInner } from "../check_inner.ts";

/** The options of {@linkcode accumulateGradients}. */
export interface AccumulateGradientsOptions {
  /**
   * k, how many gradients make one step of the optimizer: a number, or a
   * float64 tensor of shape `[]`.
   */
  readonly steps: number | Tensor;
}

const table = {
  steps: {
    range: wholeSteps,
    symbol: "k",
    doc: "how many gradients make one step",
  },
};

/**
 * Lets an optimizer take one step for every k gradients, along their mean: as
 * one batch of k times as many samples would, without having it in memory.
 *
 * k is `steps`. A step that is no k-th one is 0 and adds its gradient to a sum;
 * each k-th one adds its own, divides by k and takes the optimizer's step. The
 * gradients are added in their order in their dtype, so that k = 1 is the
 * optimizer itself, in every bit. The optimizer, its schedules and what is
 * around it in a {@linkcode chain} that is given as the optimizer count one step
 * for k; the state's `count`, and a chain around the whole, count all of them.
 * So `accumulateGradients(chain(clipByGlobalNorm(1), adam()), { steps: 8 })`
 * clips the mean, and `chain(clipByGlobalNorm(1), accumulateGradients(adam(), …))`
 * each gradient.
 *
 * In each step the optimizer's functions are called, and what they give is taken
 * or left: nothing depends on the value of a tensor, which may be traced.
 *
 * optax' `MultiSteps` is the same, and computes the mean as it goes on, which
 * rounds otherwise, in float32 unless told. In PyTorch calling `backward()` k
 * times before a step gives the sum.
 *
 * @throws {TypeError} for what is no optimizer, one that needs more than
 * gradients, an unknown or missing option, or `steps` that is neither a number
 * nor a float64 tensor of shape `[]`.
 * @throws {RangeError} if `steps` is not a whole number greater than 0.
 * @see Ott, Edunov, Grangier, Auli (2018), Scaling neural machine translation,
 * section 3.3.
 *
 * @example
 * ```ts
 * import { accumulateGradients, gradientDescent, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rule = gradientDescent({ learningRate: 1 });
 * const optimizer = accumulateGradients(rule, { steps: 2 });
 * let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
 * const way: number[] = [];
 * for (const g of [1, 3, 2, 2]) {
 *   ({ params, state } = optimizer.update(tensor([g]), state, params));
 *   way.push(...params.toTypedArray());
 * }
 * assertEquals(way, [8, 6, 6, 4]);
 * ```
 */
export function accumulateGradients<S = Slot>(
  optimizer: Optimizer<S>,
  given: AccumulateGradientsOptions,
): Optimizer<S> {
  const [name, id] = ["accumulateGradients", "accumulate-gradients"];
  checkInner(name, optimizer);
  const options = optionsOf(name, table, given);
  const { steps: k } = options.hyperparameters;
  if (typeof k === "function") {
    throw new TypeError(
      `Cannot create ${name}: steps must be a number or a float64 tensor of ` +
        `shape [], current value is a function`,
    );
  }
  const steps = typeof k === "number" ? k : k.asScalar();
  const [need] = optimizer.needs ?? [];
  if (need !== undefined) {
    throw new TypeError(
      `Cannot create ${name}: ${optimizer.id} needs ` +
        `context.${need}, and that of a step is of one batch alone`,
    );
  }
  const inner = optimizer.keeps ?? [];
  const place = freeName(id, (free) => inner.includes(free));
  const named = [["", optimizer], [`${place}.`, options]] as const;

  /** The optimizer's own state: it counts one step for k. */
  const own = <P>(state: OptimizerState<P, S>): OptimizerState<P, S> => ({
    ...without(state, [place]),
    count: nextStep("update", state).sub(1).div(steps).floor(),
  });

  function step<P extends Tensor | TreeOf<P>>(
    grads: P,
    state: OptimizerState<P, S>,
    params: P,
  ): Step<P, S> {
    const flat = floatLeaves("update", params);
    const gradients = checkLike("gradients", grads, flat).leaves;
    const t = nextStep("update", state);
    const fresh = { sum: flat.rebuild(flat.leaves.map((w) => zerosLike(w))) };
    const kept = keptAt("update", state, place, fresh) as { sum: P };
    const sums = flat.pick(kept.sum) as Tensor[];

    const before = own(state);
    const first = before.count.mul(steps).equal(t.sub(1));
    const due = before.count.add(1).mul(steps).equal(t);
    const total = gradients.map((g, i) => where(first, g, sums[i].add(g)));
    const mean = flat.rebuild(total.map((sum) => sum.div(steps)));
    const taken = optimizer.step(mean, before, params);

    const stepped = checkLike("step", taken.step, flat).leaves;
    const { count: _, ...next } = taken.state;
    const { count: _count, ...last } = before;
    const [after, earlier] = [next, last].map((x) => flattenTree("update", x));
    const chosen = after.rebuild(
      after.leaves.map((x, i) => where(due, x, earlier.leaves[i])),
    ) as Omit<OptimizerState<P, S>, "count">;
    const sum = flat.rebuild(total.map((x) => where(due, 0, x)));
    return {
      step: flat.rebuild(stepped.map((u) => where(due, u, 0))),
      state: withKept({ ...chosen, count: t }, { [place]: { sum } }),
    };
  }

  const { traits } = optimizer;
  return {
    id: `${id}, ${optimizer.id}`,
    ...gathered(named),
    withHyperparameters(values) {
      const [rule, { hyperparameters }] = adjusted(id, named, values);
      return accumulateGradients(rule, hyperparameters as typeof given);
    },
    choices: optimizer.choices,
    traits: {
      coordinatewise: traits.coordinatewise,
      ignoresWeights: traits.ignoresWeights,
      odd: traits.odd,
      degree: traits.degree,
    },
    ...optimizer.inHost && { inHost: true },
    keeps: [...inner, place],
    init(params) {
      const flat = floatLeaves("init", params);
      const sum = flat.rebuild(flat.leaves.map((w) => zerosLike(w)));
      return withKept(optimizer.init(params), { [place]: { sum } });
    },
    step,
    update: (grads, state, params) =>
      subtractStep(params, step(grads, state, params)),
    learningRate: (state) => optimizer.learningRate(own(state)),
    evaluationParams: (state, params) =>
      optimizer.evaluationParams(own(state), params),
  };
}
