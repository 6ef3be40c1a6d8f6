import type { DType } from "../../dtypes.ts";
import type { Buffer } from "../compiled_form.ts";
import { FunctionWriter } from "../wasm/function_writer.ts";
import { advance, repeat } from "../matmul/loops.ts";
import { fillBuffer, layouts } from "./elements.ts";

/** Puts an i32 on the stack. */
export type Push = () => void;

/** Writes the function of an operation that has loops of its own. */
export class BufferWriter {
  readonly code = new FunctionWriter([]);

  /**
   * @param failure the address of a word that is 0 until loops fail; the
   * element that they failed at goes behind it.
   * @param site what the word is set to.
   */
  constructor(
    readonly failure: number,
    readonly site: number,
    /** The address of the bytes that the form asked for. */
    readonly scratch: number,
  ) {}

  /** A new local that holds elements of a dtype. */
  local(dtype: DType): number {
    return this.code.local(layouts[dtype].type);
  }

  /** Code that runs `count` times, with the number of the turn in a local. */
  repeat(count: number, body: (turn: number) => void): void {
    const { code } = this;
    const turn = code.local("i32");
    code.i32(0).set(turn);
    repeat(code, count, () => {
      body(turn);
      advance(code, turn, 1);
    });
  }

  /** Puts a sum of locals, each with a factor, on the stack. */
  sum(
    ...terms: readonly (readonly [local: number, factor: number])[]
  ): FunctionWriter {
    const { code } = this;
    terms.forEach(([local, factor], i) => {
      code.get(local);
      if (factor !== 1) code.i32(factor).op("i32.mul");
      if (i > 0) code.op("i32.add");
    });
    return code;
  }

  /** Puts the element at an index on the stack. */
  load({ dtype, address }: Buffer, index: Push): FunctionWriter {
    this.#pushAddress(dtype, index);
    return this.code.memory(layouts[dtype].load, address);
  }

  /** Writes the element that `element` puts on the stack to an index. */
  store({ dtype, address }: Buffer, index: Push, element: Push): void {
    this.#pushAddress(dtype, index);
    element();
    this.code.memory(layouts[dtype].store, address);
  }

  /** Sets all elements to one. */
  fill(buffer: Buffer, element: number): void {
    fillBuffer(this.code, buffer, element);
  }

  /**
   * Makes the run fail, with the element in a local, where the i32 on the
   * stack is not 0; other code runs where it is.
   */
  failOr(element: number, body: () => void): void {
    const { code, failure } = this;
    code.if(() => {
      code.i32(0).memory("i32.load", failure).op("i32.eqz");
      code.if(() => {
        code.i32(0).get(element).memory("i32.store", failure + 4);
        code.i32(0).i32(this.site).memory("i32.store", failure);
      });
    }, body);
  }

  #pushAddress(dtype: DType, index: Push): void {
    index();
    const { bytes } = layouts[dtype];
    if (bytes > 1) this.code.i32(bytes).op("i32.mul");
  }
}
