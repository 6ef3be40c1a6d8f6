import type { DType } from "../../dtypes.ts";
import type { ElementMachine } from "../../elementary/element_machine.ts";
import { castElement } from "./cast_element.ts";
import type { Element, Lanes } from "./lanes.ts";

/** What the machines of all dtypes have; alone, that of `bool`. */
export type MaskMachine = Pick<
  ElementMachine<Element>,
  "dtype" | "constant" | "equal" | "and" | "or" | "not" | "select" | "cast"
>;

/** Which bytes of two vectors are the low halves of their 64-bit lanes. */
const evenWords: readonly number[] = [0, 4, 8, 12]
  .flatMap((word) => [0, 1, 2, 3].map((byte) => 2 * word + byte));

/** The machine for masks, which chooses among elements of a dtype. */
export function maskMachine(lanes: Lanes, dtype: DType): MaskMachine {
  const { code, count } = lanes;
  const joined = (name: "and" | "or" | "xor", a: Element, b: Element) => {
    const parts = Math.min(a.length, b.length);
    const alike = [a, b].map((mask) => maskOf(lanes, mask, parts));
    const prefix = count === 1 ? "i32" as const : "v128" as const;
    return lanes.write("bool", alike, `${prefix}.${name}`);
  };
  const not = (a: Element) =>
    lanes.write("bool", [a], count === 1 ? "i32.eqz" : "v128.not");
  return {
    dtype,
    constant: (value) => lanes.constant("bool", count === 1 ? value : -value),
    equal: (a, b) => not(joined("xor", a, b)),
    and: (a, b) => joined("and", a, b),
    or: (a, b) => joined("or", a, b),
    not,
    select(mask, yes, no) {
      const parts = lanes.parts(dtype);
      const [chosen, a, b] = [mask, yes, no].map((element, i) =>
        i === 0 || dtype === "bool" ? maskOf(lanes, element, parts) : element
      );
      return lanes.make(dtype, parts, (part) => {
        for (const each of [a, b, chosen]) code.get(each[part]);
        code.op(count === 1 ? "select" : "v128.bitselect");
      });
    },
    cast: (a, to) => castElement(lanes, a, dtype, to),
  };
}

/** A mask with as many parts as asked for. */
export function maskOf(lanes: Lanes, mask: Element, parts: number): Element {
  const { code } = lanes;
  if (mask.length === parts) return mask;
  return lanes.make("bool", parts, (part) => {
    if (parts > mask.length) {
      code.get(mask[Math.floor(part / 2)]);
      const half = part % 2 === 0 ? "low" as const : "high" as const;
      return code.op(`i64x2.extend_${half}_i32x4_s`);
    }
    code.get(mask[2 * part], mask[2 * part + 1]).shuffle(evenWords);
  });
}
