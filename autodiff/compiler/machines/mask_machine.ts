import type { DType } from "../../dtypes.ts";
import type { Instruction } from "../wasm/opcodes.ts";
import { castElement } from "./cast_element.ts";
import type { Element, Lanes } from "./lanes.ts";

/** Which bytes of two vectors are the low halves of their 64-bit lanes. */
export const evenWords: readonly number[] = [0, 4, 8, 12]
  .flatMap((word) => [0, 1, 2, 3].map((byte) => 2 * word + byte));

/** What the machines of all dtypes have; alone, that of `bool`. */
export class MaskMachine {
  constructor(readonly lanes: Lanes, readonly dtype: DType) {}

  /** 0, or 1 for a mask that holds. */
  constant(value: number): Element {
    const { constants, count } = this.lanes;
    const local = count === 1
      ? constants.local("i32", value)
      : constants.local("i32x4", -value);
    return Array(this.lanes.parts("bool")).fill(local);
  }

  /** Whether both masks are the same. */
  equal(a: Element, b: Element): Element {
    const different = this.masks("xor", [a, b]);
    return this.not(different);
  }

  /** Whether both hold. */
  and(a: Element, b: Element): Element {
    return this.masks("and", [a, b]);
  }

  /** Whether one or both hold. */
  or(a: Element, b: Element): Element {
    return this.masks("or", [a, b]);
  }

  /** Whether it does not hold. */
  not(a: Element): Element {
    const { code, count } = this.lanes;
    return this.lanes.make("bool", a.length, (part) => {
      code.get(a[part]);
      code.op(count === 1 ? "i32.eqz" : "v128.not");
    });
  }

  /** `yes` where the mask holds, else `no`, bit for bit. */
  select(mask: Element, yes: Element, no: Element): Element {
    const { lanes, dtype } = this;
    const { code, count, constants } = lanes;
    const parts = lanes.parts(dtype);
    const chosen = maskOf(lanes, mask, parts);
    const [a, b] = dtype === "bool"
      ? [maskOf(lanes, yes, parts), maskOf(lanes, no, parts)]
      : [yes, no];
    return lanes.make(dtype, parts, (part) => {
      const put = (...locals: number[]) => locals.forEach((l) => code.get(l));
      if (count === 1) {
        put(a[part], b[part], chosen[part]);
        code.op("select");
      } else if (constants.isZero(a[part])) {
        put(b[part], chosen[part]);
        code.op("v128.andnot");
      } else if (constants.isZero(b[part])) {
        put(a[part], chosen[part]);
        code.op("v128.and");
      } else {
        put(a[part], b[part], chosen[part]);
        code.op("v128.bitselect");
      }
    });
  }

  /** An element of this machine in another dtype, by the rules of `cast`. */
  cast(a: Element, dtype: DType): Element {
    return castElement(this.lanes, a, this.dtype, dtype);
  }

  /** A new element of `dtype`: an instruction on each part of the operands. */
  protected write(
    dtype: DType,
    operands: readonly Element[],
    instruction: Instruction,
  ): Element {
    const { code } = this.lanes;
    return this.lanes.make(dtype, operands[0].length, (part) => {
      for (const operand of operands) code.get(operand[part]);
      code.op(instruction);
    });
  }

  private masks(
    name: "and" | "or" | "xor",
    operands: readonly Element[],
  ): Element {
    const { lanes } = this;
    const parts = Math.min(...operands.map((operand) => operand.length));
    const alike = operands.map((operand) => maskOf(lanes, operand, parts));
    const prefix = lanes.count === 1 ? "i32" as const : "v128" as const;
    return this.write("bool", alike, `${prefix}.${name}`);
  }
}

/** A mask with as many parts as asked for. */
export function maskOf(lanes: Lanes, mask: Element, parts: number): Element {
  const { code } = lanes;
  if (mask.length === parts) return mask;
  if (parts > mask.length) {
    return lanes.make("bool", parts, (part) => {
      const half = part % 2 === 0 ? "low" as const : "high" as const;
      code.get(mask[Math.floor(part / 2)]);
      code.op(`i64x2.extend_${half}_i32x4_s`);
    });
  }
  return lanes.make("bool", parts, (part) => {
    code.get(mask[2 * part]);
    code.get(mask[2 * part + 1]);
    code.shuffle(evenWords);
  });
}
