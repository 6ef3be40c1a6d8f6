import { Encoder } from "../wasm/encode.ts";
import type { FunctionWriter } from "../wasm/function_writer.ts";

/** What a constant is: one number, or the same in each lane of a vector. */
export type ConstantType = "f64" | "f32" | "i32" | "f64x2" | "f32x4" | "i32x4";

/** What a map knows a constant by: -0 is not 0. */
function keyOf(type: ConstantType, value: number): string {
  return `${type} ${Object.is(value, -0) ? "-0" : value}`;
}

/** The floats that a module keeps in memory, from where functions load them. */
export class ConstantTable {
  readonly #addresses = new Map<string, number>();
  readonly #bytes = new Encoder();

  /**
   * @param address where the table begins, a multiple of 8.
   * @param capacity how many bytes it may have.
   */
  constructor(readonly address: number, readonly capacity: number = 8192) {}

  /** What the memory must hold at `address`. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.written.slice();
  }

  /**
   * The address of a number, rounded to the type.
   *
   * @throws {RangeError} if the table is full.
   */
  addressOf(type: "f64" | "f32", value: number): number {
    const key = keyOf(type, value);
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    const offset = this.#bytes.length;
    if (offset + 8 > this.capacity) {
      throw new RangeError(
        `Cannot compile: the constants need more than ${this.capacity} bytes`,
      );
    }
    if (type === "f64") this.#bytes.double(value);
    else {
      this.#bytes.single(value);
      this.#bytes.bytes([0, 0, 0, 0]);
    }
    this.#addresses.set(key, this.address + offset);
    return this.address + offset;
  }
}

/**
 * The constants of one function: each in a local of its own, which is set
 * before all other code of the function, and never again.
 */
export class Constants {
  readonly #locals = new Map<string, number>();

  constructor(readonly code: FunctionWriter, readonly table: ConstantTable) {}

  /** The local that holds `value`, rounded to the type. */
  local(type: ConstantType, value: number): number {
    const { code, table } = this;
    const number = type.slice(0, 3) as "f64" | "f32" | "i32";
    const rounded = number === "i32"
      ? value | 0
      : number === "f32"
      ? Math.fround(value)
      : value;
    const key = keyOf(type, rounded);
    const known = this.#locals.get(key);
    if (known !== undefined) return known;
    const local = code.local(type === number ? number : "v128");
    code.first(() => {
      if (number === "i32") code.i32(rounded);
      else code.i32(table.addressOf(number, rounded));
      if (type === "i32x4") code.op("i32x4.splat");
      else if (type === "f64x2") code.memory("v128.load64_splat");
      else if (type === "f32x4") code.memory("v128.load32_splat");
      else if (type !== "i32") code.memory(`${type}.load`);
      code.set(local);
    });
    this.#locals.set(key, local);
    return local;
  }
}
