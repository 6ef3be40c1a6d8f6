import {
  type Bytes,
  double,
  signed,
  single,
  sized,
  unsigned,
  vector,
} from "./encode.ts";
import {
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

/** Writes the body of one function, instruction by instruction. */
export class FunctionWriter {
  readonly #head: Bytes = [];
  #code: Bytes = [];
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

  /** How many bytes of code were written. */
  get size(): number {
    return this.#head.length + this.#code.length;
  }

  /** A new local, 0 at first. */
  local(type: ValueType): number {
    return this.params.length + this.#locals.push(type) - 1;
  }

  /** The type of a local. */
  typeOf(local: number): ValueType {
    return [...this.params, ...this.#locals][local];
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

  /** Puts a local on the stack. */
  get(local: number): void {
    this.#code.push(0x20, ...unsigned(local));
  }

  /** Takes a local from the stack. */
  set(local: number): void {
    this.#code.push(0x21, ...unsigned(local));
  }

  /** Sets a local to what is on the stack, and leaves it there. */
  tee(local: number): void {
    this.#code.push(0x22, ...unsigned(local));
  }

  /** Puts a 32-bit integer on the stack, given signed or unsigned. */
  i32(value: number): void {
    this.#code.push(0x41, ...signed(value | 0));
  }

  /** Puts a 64-bit integer on the stack, given as a whole number. */
  i64(value: number): void {
    this.#code.push(0x42, ...signed(value));
  }

  /** Puts a float32 on the stack. */
  f32(value: number): void {
    this.#code.push(0x43, ...single(value));
  }

  /** Puts a float64 on the stack. */
  f64(value: number): void {
    this.#code.push(0x44, ...double(value));
  }

  /** Writes instructions that have no immediate. */
  op(...names: readonly Instruction[]): void {
    for (const name of names) this.#opcode(opcodes[name]);
  }

  /** Reads or writes memory at an address on the stack, plus `offset`. */
  memory(name: MemoryInstruction, offset = 0): void {
    const [opcode, align] = memoryOpcodes[name];
    this.#opcode(opcode);
    this.#code.push(...unsigned(align), ...unsigned(offset));
  }

  /** Copies bytes: their number, above the address from which, above to which. */
  memoryCopy(): void {
    this.#code.push(0xfc, 0x0a, 0x00, 0x00);
  }

  /** Reads or writes one lane of the vector on the stack, above an address. */
  memoryLane(name: MemoryLaneInstruction, lane: number, offset = 0): void {
    const [opcode, align] = memoryLaneOpcodes[name];
    this.#opcode(opcode);
    this.#code.push(...unsigned(align), ...unsigned(offset), lane);
  }

  /** Writes an instruction on one lane of a vector. */
  lane(name: LaneInstruction, lane: number): void {
    this.#opcode(laneOpcodes[name]);
    this.#code.push(lane);
  }

  /** Picks 16 bytes out of the 32 of two vectors. */
  shuffle(bytes: readonly number[]): void {
    this.#opcode(0xfd0d);
    this.#code.push(...bytes);
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
      this.#code.push(0x05);
      otherwise();
    });
  }

  /** Branches to a label. */
  branch(label: Label): void {
    this.#code.push(0x0c, ...unsigned(this.#depth - label));
  }

  /** Branches to a label if the i32 on the stack is not 0. */
  branchIf(label: Label): void {
    this.#code.push(0x0d, ...unsigned(this.#depth - label));
  }

  /** Calls a function by its index. */
  call(index: number): void {
    this.#code.push(0x10, ...unsigned(index));
  }

  /** The function's entry in the code section. */
  encode(): Bytes {
    const locals = this.#locals.map((type) => [1, valueTypes[type]]);
    return sized(vector(locals).concat(this.#head, this.#code, [0x0b]));
  }

  #opcode(opcode: number): void {
    if (opcode <= 0xff) this.#code.push(opcode);
    else this.#code.push(opcode >> 8, ...unsigned(opcode & 0xff));
  }

  #nested(head: Bytes, body: (label: Label) => void): void {
    this.#code.push(...head);
    this.#depth++;
    body(this.#depth);
    this.#depth--;
    this.#code.push(0x0b);
  }
}
