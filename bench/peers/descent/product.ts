import { compile, type Tensor } from "../../../mod.ts";
import { productData, sample } from "../../workloads/data.ts";
import type { Product } from "../../workloads/workload.ts";
import type { Ready } from "../contestant.ts";
import { shaped } from "./tensors.ts";

/** Makes products of matrices ready. */
export function product({ size, dtype }: Product): Ready {
  const data = productData(size);
  const a = shaped(data.a, [size, size], dtype);
  const b = shaped(data.b, [size, size], dtype);
  const multiply = compile((a: Tensor, b: Tensor) => a.matmul(b));
  let last = a;
  return {
    run(steps) {
      for (let i = 0; i < steps; i++) last = multiply(a, b);
    },
    result: () => sample(last.toTypedArray()),
    dispose: () => multiply[Symbol.dispose](),
  };
}
