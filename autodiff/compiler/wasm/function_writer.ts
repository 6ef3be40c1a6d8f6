import { Encoder } from "./encode.ts";
import {
  alignments,
  type Instruction,
  type LaneInstruction,
  laneOpcodes,
  type MemoryInstruction,
  type MemoryLaneInstruction,
  memoryLaneOpcodes,
  memoryOpcodes,
  opcodes,
} from "./opcodes.ts";

/** The types of values, with their bytes. */
export const valueTypes = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
} as const;

/** The type of a value. */
export type ValueType = keyof typeof valueTypes;

/** A place that a branch leads to: the depth of nesting of its block. */
export type Label = number;

/**
 * Writes the body of one function, instruction by instruction; those that make
 * up expressions return the writer, for the next one.
 */
export class FunctionWriter {
  readonly #head = new Encoder();
  #code = new Encoder();
  readonly #locals: ValueType[] = [];
  #depth = 0;

  /**
   * @param params the types of the parameters, which are the first locals.
   * @param results the types of the results.
   */
  constructor(
    readonly params: readonly ValueType[],
    readonly results: readonly ValueType[] = [],
  ) {}

  /** A new local, 0 at first. */
  local(type: ValueType): number {
    return this.params.length + this.#locals.push(type) - 1;
  }

  /** The type of a local. */
  typeOf(local: number): ValueType {
    const { length } = this.params;
    return local < length ? this.params[local] : this.#locals[local - length];
  }

  /**
   * Writes code that runs once, before all other code of the function, whenever
   * it is written.
   */
  first(body: () => void): void {
    const code = this.#code;
    this.#code = this.#head;
    body();
    this.#code = code;
  }

  /** Puts locals on the stack, one above the other. */
  get(...locals: readonly number[]): this {
    for (const local of locals) this.#indexed(0x20, local);
    return this;
  }

  /** Takes a local from the stack. */
  set(local: number): this {
    return this.#indexed(0x21, local);
  }

  /** Sets a local to what is on the stack, and leaves it there. */
  tee(local: number): this {
    return this.#indexed(0x22, local);
  }

  /** Puts a 32-bit integer on the stack, given signed or unsigned. */
  i32(value: number): this {
    this.#code.byte(0x41);
    this.#code.signed(value | 0);
    return this;
  }

  /** Puts a 64-bit integer on the stack, given as a whole number. */
  i64(value: number): this {
    this.#code.byte(0x42);
    this.#code.signed(value);
    return this;
  }

  /** Puts a float32 on the stack. */
  f32(value: number): void {
    this.#code.byte(0x43);
    this.#code.single(value);
  }

  /** Puts a float64 on the stack. */
  f64(value: number): void {
    this.#code.byte(0x44);
    this.#code.double(value);
  }

  /** Writes instructions that have no immediate. */
  op(...names: readonly Instruction[]): this {
    for (const name of names) this.#opcode(opcodes[name]);
    return this;
  }

  /** Reads or writes memory at an address on the stack, plus `offset`. */
  memory(name: MemoryInstruction, offset = 0): this {
    this.#opcode(memoryOpcodes[name]);
    this.#code.byte(alignments[name]);
    this.#code.unsigned(offset);
    return this;
  }

  /** Copies bytes: their number, above the address from which, above to which. */
  memoryCopy(): void {
    this.#code.bytes([0xfc, 0x0a, 0x00, 0x00]);
  }

  /** Reads or writes one lane of the vector on the stack, above an address. */
  memoryLane(name: MemoryLaneInstruction, lane: number, offset = 0): this {
    this.#opcode(memoryLaneOpcodes[name]);
    this.#code.byte(alignments[name]);
    this.#code.unsigned(offset);
    this.#code.byte(lane);
    return this;
  }

  /** Writes an instruction on one lane of a vector. */
  lane(name: LaneInstruction, lane: number): this {
    this.#opcode(laneOpcodes[name]);
    this.#code.byte(lane);
    return this;
  }

  /** Picks 16 bytes out of the 32 of two vectors. */
  shuffle(bytes: readonly number[]): void {
    this.#opcode(0xfd0d);
    this.#code.bytes(bytes);
  }

  /** A block: a branch to its label leaves it. */
  block(body: (end: Label) => void): void {
    this.#nested([0x02, 0x40], body);
  }

  /** A loop: a branch to its label begins it anew. */
  loop(body: (again: Label) => void): void {
    this.#nested([0x03, 0x40], body);
  }

  /** Code that runs if the i32 on the stack is not 0. */
  if(body: () => void, otherwise?: () => void): void {
    this.#nested([0x04, 0x40], () => {
      body();
      if (otherwise === undefined) return;
      this.#code.byte(0x05);
      otherwise();
    });
  }

  /** Branches to a label. */
  branch(label: Label): void {
    this.#indexed(0x0c, this.#depth - label);
  }

  /** Branches to a label if the i32 on the stack is not 0. */
  branchIf(label: Label): void {
    this.#indexed(0x0d, this.#depth - label);
  }

  /** Calls a function by its index. */
  call(index: number): void {
    this.#indexed(0x10, index);
  }

  /** Writes the function's entry in the code section. */
  encode(to: Encoder): void {
    const body = new Encoder();
    const all = this.#locals;
    const starts = all.flatMap((type, i) => type === all[i - 1] ? [] : [i]);
    body.unsigned(starts.length);
    starts.forEach((start, i) => {
      body.unsigned((starts[i + 1] ?? all.length) - start);
      body.byte(valueTypes[all[start]]);
    });
    body.bytes(this.#head.written);
    body.bytes(this.#code.written);
    body.byte(0x0b);
    to.sized(body.written);
  }

  #indexed(opcode: number, index: number): this {
    this.#code.byte(opcode);
    this.#code.unsigned(index);
    return this;
  }

  #opcode(opcode: number): void {
    if (opcode <= 0xff) return this.#code.byte(opcode);
    this.#code.byte(opcode >> 8);
    this.#code.unsigned(opcode & 0xff);
  }

  #nested(head: readonly number[], body: (label: Label) => void): void {
    this.#code.bytes(head);
    this.#depth++;
    body(this.#depth);
    this.#depth--;
    this.#code.byte(0x0b);
  }
}
