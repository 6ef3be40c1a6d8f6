/** C: products of square matrices. */
import type { ContestRow } from "../row.ts";
import type { FloatType } from "./workload.ts";

const sizes = [64, 128, 256, 512, 1024];
const dtypes: readonly FloatType[] = ["float32", "float64"];

/** Rows of products. */
export const productRows: readonly ContestRow[] = dtypes.flatMap((dtype) =>
  sizes.map((size): ContestRow => ({
    id: `C ${size} ${dtype}`,
    ...{ unit: "GFLOP", units: 2 * size ** 3 / 1e9 },
    workload: { kind: "product", size, dtype },
    contestants: [
      ...["descent", "limit"] as const,
      ...size <= 256 ? ["plain" as const] : [],
      ...dtype === "float32" ? ["tfjs-wasm", "jax-js"] as const : [],
      ...["numpy", "pytorch"] as const,
    ],
    ...{ subject: "descent", steps: 1, seconds: 0.1 },
    // Each element is a sum of at most 1024 products of numbers in [−1, 1).
    bound: dtype === "float32" ? 1e-4 : 1e-12,
    goals: dtype === "float32" && size >= 256
      ? [{ against: ["limit"], reach: 0.65, aim: 0.8 }]
      : [],
  }))
);
