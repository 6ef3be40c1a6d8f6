import {
  productData,
  rosenbrockData,
  sample,
  trainingData,
  updateData,
} from "../../workloads/data.ts";
import type {
  FloatType,
  Product,
  Rosenbrock,
  RuleSpec,
  Training,
  Update,
} from "../../workloads/workload.ts";
import type { Prepare, Ready } from "../contestant.ts";
import type { Array, Jax } from "./module.ts";
import { applyRule, slotCount, type State } from "./rule.ts";

/** jax-js, with whole steps under jit. */
export function prepareWith(jax: Jax): Prepare {
  return (workload) => {
    switch (workload.kind) {
      case "training":
        return training(jax, workload);
      case "update":
        return update(jax, workload);
      case "product":
        return product(jax, workload);
      case "rosenbrock":
        return rosenbrock(jax, workload);
    }
  };
}

const rounded = (elements: Float64Array, dtype: FloatType) =>
  dtype === "float32" ? new Float32Array(elements) : elements.slice();

/** Runs from the same start; a step takes what it is given. */
function stepped<S extends State>(
  { numpy: np, tree, blockUntilReady }: Jax,
  { start, rule, dtype, step }: {
    readonly start: readonly Array[];
    readonly rule: RuleSpec;
    readonly dtype: FloatType;
    step(state: State): S;
  },
): { run(steps: number): Promise<void>; last(): S } {
  let last: S | undefined;
  const shapes = start.map((array) =>
    (array as unknown as { readonly shape: number[] }).shape
  );
  const begin = (): State => ({
    params: start.map((array) => array.ref),
    slots: shapes.map((shape) =>
      globalThis.Array.from(
        { length: slotCount(rule) },
        () => np.zeros(shape, { dtype }),
      )
    ),
    t: np.array(rounded(Float64Array.of(1), dtype)).reshape([]),
  });
  return {
    async run(steps) {
      tree.dispose(last);
      let state: State = begin();
      for (let i = 0; i < steps; i++) {
        state = step(state);
        // What is not asked for is put off, and grows slower and slower.
        await blockUntilReady(state);
      }
      last = state as S;
    },
    last: () => last!,
  };
}

function training(jax: Jax, spec: Training): Ready {
  const { numpy: np, nn, tree } = jax;
  const { layers, batch, activation, dtype, rule } = spec;
  const data = trainingData(spec);
  const outputs = layers[layers.length - 1];
  const array = (elements: Float64Array, shape: number[]) =>
    np.array(rounded(elements, dtype)).reshape(shape);
  const x = array(data.x, [batch, layers[0]]);
  const y = array(
    spec.loss === "squares" ? data.y : Float64Array.from(
      { length: batch * outputs },
      (_, i) => data.y[Math.floor(i / outputs)] === i % outputs ? 1 : 0,
    ),
    [batch, outputs],
  );
  const start = data.weights.flatMap((weights, i) => [
    array(weights, [layers[i], layers[i + 1]]),
    array(new Float64Array(layers[i + 1]), [layers[i + 1]]),
  ]);
  const lossOf = (params: Array[], x: Array, y: Array) => {
    let z = x;
    for (let i = 0; i < params.length; i += 2) {
      z = np.matmul(z, params[i]).add(params[i + 1]);
      if (i + 2 < params.length) {
        z = activation === "tanh" ? np.tanh(z) : nn.relu(z);
      }
    }
    return spec.loss === "squares"
      ? np.square(z.sub(y)).mean()
      : nn.logSoftmax(z, -1).mul(y).sum(-1).mean().mul(-1);
  };
  const lossAndGrad = jax.valueAndGrad(lossOf);
  const step = jax.jit(({ params, ...rest }: State, x: Array, y: Array) => {
    const [loss, grads] = lossAndGrad(tree.ref(params), x, y);
    return { ...applyRule(jax, rule, { params, ...rest }, grads), loss };
  });
  const { run, last } = stepped<State & { loss: Array }>(jax, {
    ...{ start, rule, dtype },
    step: ({ params, slots, t, ...rest }) => {
      (rest as { loss?: Array }).loss?.dispose();
      return step({ params, slots, t }, x.ref, y.ref);
    },
  });
  return { run, result: () => [last().loss.ref.dataSync()[0]] };
}

function update(jax: Jax, { size, rule, dtype }: Update): Ready {
  const { numpy: np } = jax;
  const data = updateData(size);
  const g = np.array(rounded(data.g, dtype));
  const step = jax.jit((state: State, g: Array) =>
    applyRule(jax, rule, state, [g])
  );
  const { run, last } = stepped(jax, {
    start: [np.array(rounded(data.w, dtype))],
    ...{ rule, dtype, step: (state) => step(state, g.ref) },
  });
  return { run, result: () => sample(last().params[0].ref.dataSync()) };
}

function rosenbrock(jax: Jax, spec: Rosenbrock): Ready {
  const { numpy: np, tree } = jax;
  const { rule, dtype } = spec;
  const data = rosenbrockData(spec);
  const slope = jax.grad(([x, y]: Array[]) => {
    const above = np.square(y.sub(np.square(x.ref)));
    return np.square(np.subtract(1, x)).add(above.mul(100)).sum();
  });
  const step = jax.jit(({ params, ...rest }: State) =>
    applyRule(jax, rule, { params, ...rest }, slope(tree.ref(params)))
  );
  const { run, last } = stepped(jax, {
    start: [data.x, data.y].map((part) => np.array(rounded(part, dtype))),
    ...{ rule, dtype, step: (state) => step(state) },
  });
  const result = () =>
    last().params.flatMap((param) => sample(param.ref.dataSync()));
  return { run, result };
}

function product(jax: Jax, { size, dtype }: Product): Ready {
  const { numpy: np } = jax;
  const data = productData(size);
  const [a, b] = [data.a, data.b].map((part) =>
    np.array(rounded(part, dtype)).reshape([size, size])
  );
  const multiply = jax.jit((a: Array, b: Array) => np.matmul(a, b));
  let c: Array | undefined;
  return {
    async run(steps) {
      for (let i = 0; i < steps; i++) {
        c?.dispose();
        c = multiply(a.ref, b.ref);
        await jax.blockUntilReady(c);
      }
    },
    result: () => sample(c!.ref.dataSync()),
  };
}
