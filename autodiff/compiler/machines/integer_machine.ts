import type { Element, Lanes } from "./lanes.ts";
import { MaskMachine } from "./mask_machine.ts";

/** The machine that writes code for int32 or uint32. */
export class IntegerMachine extends MaskMachine {
  readonly #prefix: "i32" | "i32x4";
  readonly #sign: "s" | "u";

  constructor(lanes: Lanes, override readonly dtype: "int32" | "uint32") {
    super(lanes, dtype);
    this.#prefix = lanes.count === 1 ? "i32" : "i32x4";
    this.#sign = dtype === "int32" ? "s" : "u";
  }

  override constant(value: number): Element {
    const local = this.lanes.constants.local(this.#prefix, value);
    return Array(this.lanes.parts(this.dtype)).fill(local);
  }

  add(a: Element, b: Element): Element {
    return this.#integer("add", a, b);
  }

  subtract(a: Element, b: Element): Element {
    return this.#integer("sub", a, b);
  }

  multiply(a: Element, b: Element): Element {
    return this.#integer("mul", a, b);
  }

  negate(a: Element): Element {
    return this.subtract(this.constant(0), a);
  }

  /** The least int32, which has no opposite, stays, and so does all of uint32. */
  abs(a: Element): Element {
    const negative = this.less(a, this.constant(0));
    return this.select(negative, this.negate(a), a);
  }

  maximum(a: Element, b: Element): Element {
    if (this.#prefix === "i32x4") {
      return this.write(this.dtype, [a, b], `i32x4.max_${this.#sign}`);
    }
    return this.select(this.less(a, b), b, a);
  }

  minimum(a: Element, b: Element): Element {
    if (this.#prefix === "i32x4") {
      return this.write(this.dtype, [a, b], `i32x4.min_${this.#sign}`);
    }
    return this.select(this.less(a, b), a, b);
  }

  less(a: Element, b: Element): Element {
    return this.write("bool", [a, b], `${this.#prefix}.lt_${this.#sign}`);
  }

  lessEqual(a: Element, b: Element): Element {
    return this.write("bool", [a, b], `${this.#prefix}.le_${this.#sign}`);
  }

  override equal(a: Element, b: Element): Element {
    return this.write("bool", [a, b], `${this.#prefix}.eq`);
  }

  #integer(name: "add" | "sub" | "mul", ...operands: Element[]): Element {
    return this.write(this.dtype, operands, `${this.#prefix}.${name}`);
  }
}
