import { Encoder } from "../wasm/encode.ts";
import type { FunctionWriter } from "../wasm/function_writer.ts";

/** Numbers, of which -0 is not 0. */
class NumberMap<T> {
  readonly #map = new Map<number | string, T>();

  get(number: number): T | undefined {
    return this.#map.get(Object.is(number, -0) ? "-0" : number);
  }

  set(number: number, value: T): T {
    this.#map.set(Object.is(number, -0) ? "-0" : number, value);
    return value;
  }
}

/** Floats that a module keeps in its memory, from which functions load them. */
export class ConstantTable {
  readonly #addresses = {
    f64: new NumberMap<number>(),
    f32: new NumberMap<number>(),
  };
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
    const known = this.#addresses[type].get(value);
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
    return this.#addresses[type].set(value, this.address + offset);
  }
}

/** What a constant is: one number, or the same in each lane of a vector. */
export type ConstantType = "f64" | "f32" | "i32" | "f64x2" | "f32x4" | "i32x4";

const kinds = {
  f64: { local: "f64", table: "f64", load: "f64.load" },
  f32: { local: "f32", table: "f32", load: "f32.load" },
  i32: { local: "i32", table: undefined, load: undefined },
  f64x2: { local: "v128", table: "f64", load: "v128.load64_splat" },
  f32x4: { local: "v128", table: "f32", load: "v128.load32_splat" },
  i32x4: { local: "v128", table: undefined, load: undefined },
} as const;

/**
 * The constants of one function: each in a local of its own, which is set
 * before all other code of the function, and never again.
 */
export class Constants {
  readonly #locals = new Map<ConstantType, NumberMap<number>>();
  readonly #zeros = new Set<number>();

  constructor(readonly code: FunctionWriter, readonly table: ConstantTable) {}

  /** The local that holds `value`, rounded to the type. */
  local(type: ConstantType, value: number): number {
    const kind = kinds[type];
    const rounded = kind.table === "f64"
      ? value
      : kind.table === "f32"
      ? Math.fround(value)
      : value | 0;
    let locals = this.#locals.get(type);
    if (locals === undefined) this.#locals.set(type, locals = new NumberMap());
    const known = locals.get(rounded);
    if (known !== undefined) return known;
    const local = this.code.local(kind.local);
    this.code.first(() => {
      if (kind.table === undefined) {
        this.code.i32(rounded);
        if (type === "i32x4") this.code.op("i32x4.splat");
      } else {
        this.code.i32(this.table.addressOf(kind.table, rounded));
        this.code.memory(kind.load);
      }
      this.code.set(local);
    });
    if (Object.is(rounded, 0)) this.#zeros.add(local);
    return locals.set(rounded, local);
  }

  /** Whether all bits of a local are 0 throughout. */
  isZero(local: number): boolean {
    return this.#zeros.has(local);
  }
}
