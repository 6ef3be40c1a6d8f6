/** Plain TypeScript: typed arrays and loops, written by hand. */
import {
  productData,
  rosenbrockData,
  sample,
  updateData,
} from "../../workloads/data.ts";
import type {
  FloatType,
  Product,
  Rosenbrock,
  Update,
} from "../../workloads/workload.ts";
import type { Prepare, Ready } from "../contestant.ts";
import { type Floats, times } from "./matrix.ts";
import { network } from "./network.ts";
import { stepOf } from "./rule.ts";

const rounded = (elements: Float64Array, dtype: FloatType): Floats =>
  dtype === "float32" ? new Float32Array(elements) : elements;

function update({ size, rule, dtype }: Update): Ready {
  const data = updateData(size);
  const start = rounded(data.w, dtype);
  const g = rounded(data.g, dtype);
  const w = start.slice();
  return {
    run(steps) {
      w.set(start);
      const step = stepOf(rule, w);
      for (let t = 1; t <= steps; t++) step(w, g, t);
    },
    result: () => sample(w),
  };
}

function product({ size, dtype }: Product): Ready {
  const data = productData(size);
  const a = rounded(data.a, dtype);
  const b = rounded(data.b, dtype);
  const c = a.slice();
  return {
    run(steps) {
      const lengths = { m: size, k: size, n: size };
      for (let i = 0; i < steps; i++) times(a, b, c, lengths);
    },
    result: () => sample(c),
  };
}

function rosenbrock(spec: Rosenbrock): Ready {
  const { runs, rule, dtype } = spec;
  const data = rosenbrockData(spec);
  const [x, y] = [
    rounded(data.x, dtype).slice(),
    rounded(data.y, dtype).slice(),
  ];
  const [gx, gy] = [x.slice(), y.slice()];
  return {
    run(steps) {
      x.set(data.x);
      y.set(data.y);
      const [stepX, stepY] = [stepOf(rule, x), stepOf(rule, y)];
      for (let t = 1; t <= steps; t++) {
        for (let i = 0; i < runs; i++) {
          const above = y[i] - x[i] * x[i];
          gx[i] = -2 * (1 - x[i]) - 400 * above * x[i];
          gy[i] = 200 * above;
        }
        stepX(x, gx, t);
        stepY(y, gy, t);
      }
    },
    result: () => [...sample(x), ...sample(y)],
  };
}

/** Plain loops. */
export const prepare: Prepare = (workload) => {
  switch (workload.kind) {
    case "training":
      return network(workload);
    case "update":
      return update(workload);
    case "product":
      return product(workload);
    case "rosenbrock":
      return rosenbrock(workload);
  }
};
