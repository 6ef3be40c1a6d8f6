import {
  cos,
  crossEntropy,
  type DType,
  exp,
  expm1,
  grad,
  key,
  log,
  log1p,
  numericsVersion,
  sigmoid,
  sin,
  softplus,
  tanh,
  type Tensor,
  tensor,
} from "../../autodiff/mod.ts";
import { alongGradients } from "../../optimizers/along_gradients.ts";
import type { Optimizer } from "../../optimizers/mod.ts";
import { rules } from "../../optimizers/rules/mod.ts";
import { allNumbers, matrix, moderateNumbers } from "./inputs.ts";

/** Something whose bits are promised. */
export interface Entry {
  /** What it is: `exp float32`. */
  readonly name: string;
  /** Raised when its bits change. */
  readonly revision: number;
  /** The tensors whose bits are promised. */
  readonly compute: () => readonly Tensor[];
}

const floats = ["float64", "float32"] as const;

type FloatType = typeof floats[number];

const elementary = {
  exp,
  expm1,
  log,
  log1p,
  sin,
  cos,
  tanh,
  sigmoid,
  softplus,
  "pow 0.3": (x: Tensor) => x.pow(0.3),
  "pow -2.5": (x: Tensor) => x.pow(-2.5),
  "pow 7": (x: Tensor) => x.pow(7),
};

/** Sums and products of a matrix whose axes are no multiples of 8. */
const reductions: Record<string, (x: Tensor) => Tensor> = {
  "sum over the last axis": (x) => x.sum({ axis: 1 }),
  "sum over the first axis": (x) => x.sum({ axis: 0 }),
  "sum over all axes": (x) => x.sum(),
  "mean": (x) => x.mean(),
  "variance": (x) => x.variance({ axis: 0 }),
  "norm": (x) => x.norm({ axis: 1 }),
  "prod": (x) => x.mul(0.125).prod({ axis: 1 }),
  "cumsum": (x) => x.cumsum(1),
  "softmax": (x) => x.softmax(),
  "logsumexp": (x) => x.logsumexp({ axis: 0 }),
  "matmul": (x) => x.matmul(x.transpose()),
};

const gradients: Record<string, (x: Tensor) => Tensor> = {
  "gradient of a small network": (x) => {
    const hidden = x.matmul(matrix(29, 13, x.dtype, 5).mul(0.01)).tanh();
    const logits = hidden.matmul(matrix(13, 5, x.dtype, 6));
    return crossEntropy(logits, classes);
  },
  "gradient of reductions and indexing": (x) => {
    const picked = x.take(tensor([3, 3, 0, 36], "int32"));
    const ends = x.max({ axis: 1 }).mul(x.cumsum(0).sum({ axis: 1 }));
    return picked.softplus().prod({ axis: 0 }).sigmoid().sum().add(ends.norm());
  },
};

const classes = tensor(Array.from({ length: 37 }, (_, i) => i % 5), "int32");

const draws: Record<string, () => readonly Tensor[]> = {
  uniform: () => floats.map((dtype) => key(7).uniform([999], { dtype })),
  normal: () => floats.map((dtype) => key(7).normal([999], { dtype })),
  integers: () => [key(7).integers(-3, 1000, [999])],
  permutation: () => [key(7).permutation(999)],
  "fold and split": () => [key(7).fold("name").bits, key(7).split(3)[2].bits],
};

/** Every promise, in order. */
export function conformanceEntries(): Entry[] {
  const numeric = (name: string, compute: Entry["compute"]): Entry => ({
    name,
    revision: numericsVersion,
    compute,
  });
  const inFloats = (name: string, compute: (dtype: FloatType) => Tensor[]) =>
    floats.map((dtype) => numeric(`${name} ${dtype}`, () => compute(dtype)));
  return [
    ...Object.entries(elementary).flatMap(([name, f]) =>
      inFloats(name, (dtype) => allNumbers(dtype).map(f))
    ),
    ...Object.entries(reductions).flatMap(([name, f]) =>
      inFloats(name, (dtype) => [f(matrix(37, 29, dtype))])
    ),
    ...Object.entries(gradients).flatMap(([name, f]) =>
      inFloats(name, (dtype) => [grad(f)(matrix(37, 29, dtype))])
    ),
    ...Object.entries(draws).map(([name, draw]) => numeric(name, draw)),
    ...rules.flatMap((rule) =>
      Object.keys(rule.definition.variants).map((variant): Entry => {
        const optimizer = alongGradients(rule({ variant }));
        return {
          name: `ten steps of ${optimizer.id}`,
          revision: rule.definition.revision ?? 1,
          compute: () => floats.map((dtype) => tenSteps(optimizer, dtype)),
        };
      })
    ),
  ];
}

/** Ten steps against gradients drawn for each, one of them all zeros. */
function tenSteps(
  optimizer: Optimizer,
  dtype: DType,
): Tensor {
  let params = moderateNumbers(dtype);
  let state = optimizer.init(params);
  for (let t = 1; t <= 10; t++) {
    const g = moderateNumbers(dtype, t).mul(t === 3 ? 0 : 1);
    ({ params, state } = optimizer.update(g, state, params));
  }
  return params;
}
