import { type Bytes, double, single } from "../wasm/encode.ts";
import type { FunctionWriter } from "../wasm/function_writer.ts";

/** Floats that a module keeps in its memory, from which functions load them. */
export class ConstantTable {
  readonly #addresses = new Map<string, number>();
  readonly #bytes: Bytes = [];

  /**
   * @param address where the table begins, a multiple of 8.
   * @param capacity how many bytes it may have.
   */
  constructor(readonly address: number, readonly capacity: number = 8192) {}

  /** What the memory must hold at `address`. */
  get bytes(): Bytes {
    return this.#bytes.slice();
  }

  /**
   * The address of a float64, or of a float32 given by its four bytes.
   *
   * @throws {RangeError} if the table is full.
   */
  addressOf(bytes: Bytes): number {
    const key = bytes.join();
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    const offset = this.#bytes.length;
    if (offset + 8 > this.capacity) {
      throw new RangeError(
        `Cannot compile: the constants need more than ${this.capacity} bytes`,
      );
    }
    this.#bytes.push(...bytes, ...Array(8 - bytes.length).fill(0));
    this.#addresses.set(key, this.address + offset);
    return this.address + offset;
  }
}

/** What a constant is: one number, or the same in each lane of a vector. */
export type ConstantType = "f64" | "f32" | "i32" | "f64x2" | "f32x4" | "i32x4";

const loads = {
  f64: "f64.load",
  f32: "f32.load",
  f64x2: "v128.load64_splat",
  f32x4: "v128.load32_splat",
} as const;

/**
 * The constants of one function: each in a local of its own, which is set
 * before all other code of the function, and never again.
 */
export class Constants {
  readonly #locals = new Map<string, number>();
  readonly #zeros = new Set<number>();

  constructor(readonly code: FunctionWriter, readonly table: ConstantTable) {}

  /** The local that holds `value`, rounded to the type. */
  local(type: ConstantType, value: number): number {
    const float = type.startsWith("f64")
      ? double(value)
      : type.startsWith("f32")
      ? single(value)
      : undefined;
    const bytes = float ?? [value | 0];
    const key = `${type} ${bytes.join()}`;
    const known = this.#locals.get(key);
    if (known !== undefined) return known;
    const valueType = type === "f64" || type === "f32" || type === "i32"
      ? type
      : "v128";
    const local = this.code.local(valueType);
    this.code.first(() => {
      if (type === "i32" || type === "i32x4") {
        this.code.i32(value);
        if (type === "i32x4") this.code.op("i32x4.splat");
      } else {
        this.code.i32(this.table.addressOf(bytes));
        this.code.memory(loads[type]);
      }
      this.code.set(local);
    });
    this.#locals.set(key, local);
    if (bytes.every((byte) => byte === 0)) this.#zeros.add(local);
    return local;
  }

  /** Whether all bits of a local are 0 throughout. */
  isZero(local: number): boolean {
    return this.#zeros.has(local);
  }
}
