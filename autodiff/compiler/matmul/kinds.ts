import type { FunctionWriter } from "../wasm/function_writer.ts";
import type {
  Instruction,
  MemoryInstruction,
  MemoryLaneInstruction,
} from "../wasm/opcodes.ts";

/** What differs between the two dtypes of a matrix product. */
export interface Kind {
  /** Bytes of an element. */
  readonly size: 4 | 8;
  /** Elements of a vector. */
  readonly lanes: 4 | 2;
  readonly load: MemoryInstruction;
  readonly store: MemoryInstruction;
  readonly splat: MemoryInstruction;
  readonly storeLane: MemoryLaneInstruction;
  readonly multiply: Instruction;
  readonly add: Instruction;
}

/** The dtypes of a matrix product. */
export const kinds: { readonly float32: Kind; readonly float64: Kind } = {
  float32: {
    size: 4,
    lanes: 4,
    load: "f32.load",
    store: "f32.store",
    splat: "v128.load32_splat",
    storeLane: "v128.store32_lane",
    multiply: "f32x4.mul",
    add: "f32x4.add",
  },
  float64: {
    size: 8,
    lanes: 2,
    load: "f64.load",
    store: "f64.store",
    splat: "v128.load64_splat",
    storeLane: "v128.store64_lane",
    multiply: "f64x2.mul",
    add: "f64x2.add",
  },
};

/** The numbers from 0 to below `count`. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Writes the first `count` elements of a local, and nothing else. */
export function storeElements(
  f: FunctionWriter,
  kind: Kind,
  count: number,
  address: number,
  vector: number,
  offset: number,
): void {
  f.get(address);
  f.get(vector);
  if (count === kind.lanes) f.memory("v128.store", offset);
  else if (count === 1) f.memoryLane(kind.storeLane, 0, offset);
  else f.memoryLane("v128.store64_lane", 0, offset);
  if (count !== 3) return;
  f.get(address);
  f.get(vector);
  f.memoryLane("v128.store32_lane", 2, offset + 8);
}
