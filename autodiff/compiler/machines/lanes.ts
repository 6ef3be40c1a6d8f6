import type { DType } from "../../dtypes.ts";
import type { ElementMachine } from "../../elementary/element_machine.ts";
import type { FunctionWriter, ValueType } from "../wasm/function_writer.ts";
import type { Instruction } from "../wasm/opcodes.ts";
import { Constants, type ConstantTable } from "./constants.ts";
import { Locals } from "./locals.ts";
import { machineOf } from "./machine.ts";

/**
 * As many elements as a loop computes at once, in locals of a function: one in
 * a local of its own type, more in vectors of four, or of two for float64. Masks
 * have as many bits as what was compared, so that those of float64 are twice as
 * many vectors.
 */
export type Element = readonly number[];

/** How many elements are computed at once. */
export type LaneCount = 1 | 2 | 4 | 8 | 12 | 16;

/** The function that machines write into, and what they share there. */
export interface LanesOptions {
  readonly code: FunctionWriter;
  readonly constants: Constants;
  readonly locals: Locals;
}

/** The types of one element, and what instructions on vectors begin with. */
const types = {
  float64: ["f64", "f64x2"],
  float32: ["f32", "f32x4"],
  int32: ["i32", "i32x4"],
  uint32: ["i32", "i32x4"],
  bool: ["i32", "i32x4"],
} as const;

/**
 * A function in which `count` elements are computed at once: what the code of
 * elementwise operations is written with.
 *
 * A module has one table of constants, and a function one set of options, which
 * its loops share, whatever the number of their lanes:
 *
 * ```
 * const table = new ConstantTable(address);
 * const options = lanesOptions(code, table);
 * const four = new Lanes(4, options); // for the loop
 * const one = new Lanes(1, options); // for its tail
 * const x = loadElement(four, "float32", { cursor });
 * const y = writeCode(four, { operation, attributes, dtypes }, [x]);
 * storeElement(four, "float32", y, { cursor });
 * options.locals.release(x); // when nothing reads x any more
 * module.data(table.address, table.bytes); // when all code is written
 * ```
 *
 * Two lanes hold only float64 and `bool`, the other numbers of them every dtype.
 * Where there are several vectors, constants are shared, and one is computed
 * while the other waits. For sums and the
 * like there are the machines' own operations: `lanes.machine("float64").add`.
 */
export class Lanes {
  readonly code: FunctionWriter;
  readonly constants: Constants;
  readonly locals: Locals;
  readonly #machines = new Map<DType, ElementMachine<Element>>();
  #made = 0;

  constructor(readonly count: LaneCount, options: LanesOptions) {
    this.code = options.code;
    this.constants = options.constants;
    this.locals = options.locals;
  }

  /**
   * The machine that writes code for elements of a dtype. For integers and
   * `bool` it has only what {@link ElementMachine} says.
   */
  machine(dtype: DType): ElementMachine<Element> {
    const machine = this.#machines.get(dtype) ?? machineOf(this, dtype);
    this.#machines.set(dtype, machine);
    return machine;
  }

  /** How many locals an element of a dtype has; masks may have twice as many. */
  parts(dtype: DType): number {
    const lanes = dtype === "float64" ? 2 : 4;
    return Math.ceil(this.count / lanes);
  }

  /** The type of the locals that hold elements of a dtype. */
  type(dtype: DType): ValueType {
    return this.count === 1 ? types[dtype][0] : "v128";
  }

  /** What the names of instructions on elements of a dtype begin with. */
  prefix<D extends DType>(dtype: D): (typeof types)[D][number] {
    return types[dtype][this.count === 1 ? 0 : 1];
  }

  /** How many times locals were set to elements so far. */
  get made(): number {
    return this.#made;
  }

  /** The element that is a number in all lanes. */
  constant(dtype: DType, value: number): Element {
    const local = this.constants.local(this.prefix(dtype), value);
    return Array(this.parts(dtype)).fill(local);
  }

  /** A new element, of which `write` leaves each part on the stack. */
  make(dtype: DType, parts: number, write: (part: number) => void): Element {
    this.#made++;
    return Array.from({ length: parts }, (_, part) => {
      write(part);
      const local = this.locals.take(this.type(dtype));
      this.code.set(local);
      return local;
    });
  }

  /** A new element: an instruction on each part of the operands. */
  write(
    dtype: DType,
    operands: readonly Element[],
    instruction: Instruction,
  ): Element {
    return this.make(dtype, operands[0].length, (part) => {
      for (const operand of operands) this.code.get(operand[part]);
      this.code.op(instruction);
    });
  }

  /** Sets the locals of `target` to those of `element`, of the same form. */
  assign(target: Element, element: Element): void {
    this.#made++;
    element.forEach((local, part) => {
      this.code.get(local).set(target[part]);
    });
  }
}

/** What machines need to write into one function. */
export function lanesOptions(
  code: FunctionWriter,
  table: ConstantTable,
): LanesOptions {
  return {
    code,
    constants: new Constants(code, table),
    locals: new Locals(code),
  };
}
