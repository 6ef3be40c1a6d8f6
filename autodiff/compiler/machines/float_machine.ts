import type { ElementMachine } from "../../elementary/element_machine.ts";
import { type Format, LEAST_NORMAL } from "../../elementary/format.ts";
import type { Element, Lanes } from "./lanes.ts";
import { MaskMachine } from "./mask_machine.ts";

/** How numbers of a format are made of bits. */
const LAYOUT = {
  float64: { bias: 1023, digits: 52, least: 5e-324 },
  float32: { bias: 127, digits: 23, least: 1.401298464324817e-45 },
} as const;

type FloatInstruction =
  | ("add" | "sub" | "mul" | "div" | "sqrt" | "neg" | "abs" | "floor")
  | ("min" | "max");

/** The machine that writes code for float64 or float32. */
export class FloatMachine extends MaskMachine
  implements ElementMachine<Element> {
  readonly #prefix: "f64" | "f32" | "f64x2" | "f32x4";
  /** The latest `less`, and how many elements there were after it. */
  #compared?: { mask: Element; a: Element; b: Element; made: number };

  constructor(lanes: Lanes, readonly format: Format) {
    super(lanes, format);
    const vector = lanes.count > 1;
    this.#prefix = format === "float64"
      ? vector ? "f64x2" : "f64"
      : vector
      ? "f32x4"
      : "f32";
  }

  override constant(value: number): Element {
    const local = this.lanes.constants.local(this.#prefix, value);
    return Array(this.lanes.parts(this.format)).fill(local);
  }

  add(a: Element, b: Element): Element {
    return this.#float("add", a, b);
  }

  subtract(a: Element, b: Element): Element {
    return this.#float("sub", a, b);
  }

  multiply(a: Element, b: Element): Element {
    return this.#float("mul", a, b);
  }

  divide(a: Element, b: Element): Element {
    return this.#float("div", a, b);
  }

  sqrt(a: Element): Element {
    return this.#float("sqrt", a);
  }

  negate(a: Element): Element {
    return this.#float("neg", a);
  }

  abs(a: Element): Element {
    return this.#float("abs", a);
  }

  floor(a: Element): Element {
    return this.#float("floor", a);
  }

  maximum(a: Element, b: Element): Element {
    return this.#float("max", a, b);
  }

  minimum(a: Element, b: Element): Element {
    return this.#float("min", a, b);
  }

  less(a: Element, b: Element): Element {
    const mask = this.write("bool", [a, b], `${this.#prefix}.lt`);
    this.#compared = { mask, a, b, made: this.lanes.made };
    return mask;
  }

  lessEqual(a: Element, b: Element): Element {
    return this.write("bool", [a, b], `${this.#prefix}.le`);
  }

  override equal(a: Element, b: Element): Element {
    return this.write("bool", [a, b], `${this.#prefix}.eq`);
  }

  /** Right after `less` of the same elements one instruction does it all. */
  override select(mask: Element, yes: Element, no: Element): Element {
    const { mask: latest, a, b, made } = this.#compared ?? {};
    const prefix = this.#prefix;
    const vector = prefix === "f64x2" || prefix === "f32x4";
    if (vector && mask === latest && made === this.lanes.made) {
      if (same(yes, b!) && same(no, a!)) {
        return this.write(this.format, [no, yes], `${prefix}.pmax`);
      }
      if (same(yes, a!) && same(no, b!)) {
        return this.write(this.format, [no, yes], `${prefix}.pmin`);
      }
    }
    return super.select(mask, yes, no);
  }

  copySign(magnitude: Element, sign: Element): Element {
    const prefix = this.#prefix;
    if (prefix === "f64" || prefix === "f32") {
      return this.write(this.format, [magnitude, sign], `${prefix}.copysign`);
    }
    const signBit = this.constant(-0);
    const operands = [sign, magnitude, signBit];
    return this.write(this.format, operands, "v128.bitselect");
  }

  /** Adds 2ᵈ and the bias: the last bits are then those of the exponent. */
  powerOfTwo(k: Element): Element {
    const { bias, digits } = LAYOUT[this.format];
    const raised = this.add(k, this.constant(this.#unit + bias));
    return this.#bits(raised, () => this.#shift("shl", digits));
  }

  /** Moves the exponent's bits to the end of 2ᵈ, which makes it 2ᵈ + e + bias. */
  exponent(a: Element): Element {
    const { bias, digits } = LAYOUT[this.format];
    const unit = this.constant(this.#unit);
    const raised = this.#bits(a, (part) => {
      this.#shift("shr_u", digits);
      this.#join("or", unit[part]);
    });
    return this.subtract(raised, this.constant(this.#unit + bias));
  }

  /** Puts the exponent of 1 in place of that of a. */
  significand(a: Element): Element {
    const { least } = LAYOUT[this.format];
    const digits = this.constant(LEAST_NORMAL[this.format] - least);
    const one = this.constant(1);
    return this.#bits(a, (part) => {
      this.#join("and", digits[part]);
      this.#join("or", one[part]);
    });
  }

  get wide(): ElementMachine<Element> {
    return this.format === "float64"
      ? this
      : new FloatMachine(this.lanes, "float64");
  }

  promote(a: Element): Element {
    return this.cast(a, "float64");
  }

  demote(a: Element): Element {
    return this.wide.cast(a, this.format);
  }

  /** 2ᵈ for d digits behind the point: its last bit is worth 1. */
  get #unit(): number {
    return 1 / (LAYOUT[this.format].least / LEAST_NORMAL[this.format]);
  }

  #float(name: FloatInstruction, ...operands: Element[]): Element {
    return this.write(this.format, operands, `${this.#prefix}.${name}`);
  }

  /** A new element whose bits `write` makes of those of `a` on the stack. */
  #bits(a: Element, write: (part: number) => void): Element {
    const { code } = this.lanes;
    const prefix = this.#prefix;
    return this.lanes.make(this.format, a.length, (part) => {
      code.get(a[part]);
      this.#asBits();
      write(part);
      if (prefix === "f64") code.op("f64.reinterpret_i64");
      if (prefix === "f32") code.op("f32.reinterpret_i32");
    });
  }

  #asBits(): void {
    const { code } = this.lanes;
    if (this.#prefix === "f64") code.op("i64.reinterpret_f64");
    if (this.#prefix === "f32") code.op("i32.reinterpret_f32");
  }

  #shift(name: "shl" | "shr_u", digits: number): void {
    const { code } = this.lanes;
    if (this.#prefix === "f64") code.i64(digits);
    else code.i32(digits);
    const type = integers[this.#prefix];
    code.op(`${type}.${name}`);
  }

  #join(name: "and" | "or", local: number): void {
    const { code } = this.lanes;
    code.get(local);
    this.#asBits();
    const type = integers[this.#prefix];
    code.op(
      type === "i64" || type === "i32" ? `${type}.${name}` : `v128.${name}`,
    );
  }
}

function same(a: Element, b: Element): boolean {
  return a.every((local, part) => local === b[part]);
}

/** The integers that have the bits of the floats. */
const integers = {
  f64: "i64",
  f32: "i32",
  f64x2: "i64x2",
  f32x4: "i32x4",
} as const;
