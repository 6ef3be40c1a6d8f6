import type { ElementMachine } from "../../elementary/element_machine.ts";
import { type Format, LEAST_NORMAL } from "../../elementary/format.ts";
import type { Element, Lanes } from "./lanes.ts";
import { maskMachine } from "./masks.ts";

/** How numbers of a format are made of bits. */
const LAYOUT = {
  float64: { bias: 1023, digits: 52, least: 5e-324 },
  float32: { bias: 127, digits: 23, least: 1.401298464324817e-45 },
} as const;

/** The integers that have the bits of the floats. */
const integers = {
  f64: "i64",
  f32: "i32",
  f64x2: "i64x2",
  f32x4: "i32x4",
} as const;

/** The machine that writes code for float64 or float32. */
export function floatMachine(
  lanes: Lanes,
  format: Format,
): ElementMachine<Element> {
  const { code } = lanes;
  const masks = maskMachine(lanes, format);
  const prefix = lanes.prefix(format);
  const { bias, digits, least } = LAYOUT[format];
  /** 2ᵈ for d digits behind the point: its last bit is worth 1. */
  const unit = 1 / (least / LEAST_NORMAL[format]);
  /** The latest `less`, and how many elements there were after it. */
  let compared: Compared | undefined;
  const pushBits = (local: number) => {
    code.get(local);
    if (prefix === "f64") code.op("i64.reinterpret_f64");
    if (prefix === "f32") code.op("i32.reinterpret_f32");
  };
  /** A new element whose bits `write` makes of those of `a` on the stack. */
  const ofBits = (a: Element, write: (part: number) => void) =>
    lanes.make(format, a.length, (part) => {
      pushBits(a[part]);
      write(part);
      if (prefix === "f64") code.op("f64.reinterpret_i64");
      if (prefix === "f32") code.op("f32.reinterpret_i32");
    });
  const shift = (name: "shl" | "shr_u") => {
    if (prefix === "f64") code.i64(digits);
    else code.i32(digits);
    code.op(`${integers[prefix]}.${name}`);
  };
  const join = (name: "and" | "or", local: number) => {
    pushBits(local);
    const type = integers[prefix];
    code.op(
      type === "i64" || type === "i32" ? `${type}.${name}` : `v128.${name}`,
    );
  };
  const m: ElementMachine<Element> = {
    ...masks,
    format,
    constant: (value) => lanes.constant(format, value),
    add: (...both) => lanes.write(format, both, `${prefix}.add`),
    subtract: (...both) => lanes.write(format, both, `${prefix}.sub`),
    multiply: (...both) => lanes.write(format, both, `${prefix}.mul`),
    divide: (...both) => lanes.write(format, both, `${prefix}.div`),
    sqrt: (a) => lanes.write(format, [a], `${prefix}.sqrt`),
    negate: (a) => lanes.write(format, [a], `${prefix}.neg`),
    abs: (a) => lanes.write(format, [a], `${prefix}.abs`),
    floor: (a) => lanes.write(format, [a], `${prefix}.floor`),
    maximum: (...both) => lanes.write(format, both, `${prefix}.max`),
    minimum: (...both) => lanes.write(format, both, `${prefix}.min`),
    less(a, b) {
      const mask = lanes.write("bool", [a, b], `${prefix}.lt`);
      compared = { mask, a, b, made: lanes.made };
      return mask;
    },
    lessEqual: (...both) => lanes.write("bool", both, `${prefix}.le`),
    equal: (...both) => lanes.write("bool", both, `${prefix}.eq`),
    /** Right after `less` of the same elements one instruction does it all. */
    select(mask, yes, no) {
      const { mask: latest, a, b, made } = compared ?? {};
      if (
        (prefix === "f64x2" || prefix === "f32x4") &&
        mask === latest && made === lanes.made
      ) {
        if (same(yes, b!) && same(no, a!)) {
          return lanes.write(format, [no, yes], `${prefix}.pmax`);
        }
        if (same(yes, a!) && same(no, b!)) {
          return lanes.write(format, [no, yes], `${prefix}.pmin`);
        }
      }
      return masks.select(mask, yes, no);
    },
    copySign(magnitude, sign) {
      if (prefix === "f64" || prefix === "f32") {
        return lanes.write(format, [magnitude, sign], `${prefix}.copysign`);
      }
      const operands = [sign, magnitude, m.constant(-0)];
      return lanes.write(format, operands, "v128.bitselect");
    },
    /** Adds 2ᵈ and the bias: the last bits are then those of the exponent. */
    powerOfTwo: (k) =>
      ofBits(m.add(k, m.constant(unit + bias)), () => shift("shl")),
    /** Moves the exponent's bits to the end of 2ᵈ, which makes it 2ᵈ + e + bias. */
    exponent(a) {
      const end = m.constant(unit);
      const raised = ofBits(a, (part) => {
        shift("shr_u");
        join("or", end[part]);
      });
      return m.subtract(raised, m.constant(unit + bias));
    },
    /** Puts the exponent of 1 in place of that of a. */
    significand(a) {
      const fraction = m.constant(LEAST_NORMAL[format] - least);
      const one = m.constant(1);
      return ofBits(a, (part) => {
        join("and", fraction[part]);
        join("or", one[part]);
      });
    },
    get wide() {
      return lanes.machine("float64");
    },
    promote: (a) => m.cast(a, "float64"),
    demote: (a) => lanes.machine("float64").cast(a, format),
  };
  return m;
}

/** A comparison that a machine wrote. */
interface Compared {
  readonly mask: Element;
  readonly a: Element;
  readonly b: Element;
  readonly made: number;
}

function same(a: Element, b: Element): boolean {
  return a.every((local, part) => local === b[part]);
}
