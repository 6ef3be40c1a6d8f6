/**
 * The instructions of WebAssembly by their names in the text format. An opcode
 * is one byte, or, above 0xff, the number behind the prefix 0xfc, 0xfd or 0xfe.
 * Each row of a table has the opcode of the first of neighbours, what their
 * names begin with, and what these go on with; names that nothing uses are
 * left out at the ends of rows.
 *
 * Relaxed instructions and fused multiply-add are not here: their bits differ
 * between machines.
 *
 * @see WebAssembly Core Specification 2.0, index of instructions.
 */
type Row = readonly [first: number, type: string, names: string];

/** The instructions that have no immediate. */
const plain = [
  [0x45, "i32", "eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u"],
  [0x50, "i64", "eqz eq ne lt_s lt_u gt_s gt_u le_s le_u"],
  [0x5b, "f32", "eq ne lt gt le ge"],
  [0x61, "f64", "eq ne lt gt le ge"],
  [0x6a, "i32", "add sub mul div_s div_u rem_s rem_u and or xor"],
  [0x74, "i32", "shl shr_s shr_u rotl"],
  [0x7c, "i64", "add sub mul div_s div_u rem_s rem_u and or xor"],
  [0x86, "i64", "shl shr_s shr_u"],
  [0x8b, "f32", "abs neg ceil floor trunc nearest sqrt"],
  [0x92, "f32", "add sub mul div min max copysign"],
  [0x99, "f64", "abs neg ceil floor trunc nearest sqrt"],
  [0xa0, "f64", "add sub mul div min max copysign"],
  [0xb2, "f32", "convert_i32_s convert_i32_u"],
  [0xb6, "f32", "demote_f64"],
  [0xb7, "f64", "convert_i32_s convert_i32_u"],
  [0xbb, "f64", "promote_f32"],
  [0xbc, "i32", "reinterpret_f32"],
  [0xbd, "i64", "reinterpret_f64"],
  [0xbe, "f32", "reinterpret_i32"],
  [0xbf, "f64", "reinterpret_i64"],
  [0xfc00, "i32", "trunc_sat_f32_s trunc_sat_f32_u"],
  [0xfc02, "i32", "trunc_sat_f64_s trunc_sat_f64_u"],
  [0xfd0f, "i8x16", "splat"],
  [0xfd11, "i32x4", "splat"],
  [0xfd13, "f32x4", "splat"],
  [0xfd14, "f64x2", "splat"],
  [0xfd37, "i32x4", "eq ne lt_s lt_u gt_s gt_u le_s le_u"],
  [0xfd41, "f32x4", "eq ne lt gt le ge"],
  [0xfd47, "f64x2", "eq ne lt gt le ge"],
  [0xfd4d, "v128", "not and andnot or xor bitselect any_true"],
  [0xfd5e, "f32x4", "demote_f64x2_zero"],
  [0xfd5f, "f64x2", "promote_low_f32x4"],
  [0xfd67, "f32x4", "ceil floor trunc"],
  [0xfd74, "f64x2", "ceil floor"],
  [0xfd7a, "f64x2", "trunc"],
  [0xfd87, "i16x8", "extend_low_i8x16_s"],
  [0xfda0, "i32x4", "abs neg"],
  [0xfda7, "i32x4", "extend_low_i16x8_s"],
  [0xfdab, "i32x4", "shl shr_s shr_u add"],
  [0xfdb1, "i32x4", "sub"],
  [0xfdb5, "i32x4", "mul min_s min_u max_s max_u"],
  [0xfdc7, "i64x2", "extend_low_i32x4_s extend_high_i32x4_s"],
  [0xfdcb, "i64x2", "shl shr_s shr_u"],
  [0xfde0, "f32x4", "abs neg"],
  [0xfde3, "f32x4", "sqrt add sub mul div min max pmin pmax"],
  [0xfdec, "f64x2", "abs neg"],
  [0xfdef, "f64x2", "sqrt add sub mul div min max pmin pmax"],
  [0xfdf8, "i32x4", "trunc_sat_f32x4_s trunc_sat_f32x4_u"],
  [0xfdfa, "f32x4", "convert_i32x4_s convert_i32x4_u"],
  [0xfdfc, "i32x4", "trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero"],
  [0xfdfe, "f64x2", "convert_low_i32x4_s convert_low_i32x4_u"],
] as const;

/** The instructions that read or write memory. */
const memory = [
  [0x28, "i32", "load"],
  [0x29, "i64", "load"],
  [0x2a, "f32", "load"],
  [0x2b, "f64", "load"],
  [0x2d, "i32", "load8_u"],
  [0x2f, "i32", "load16_u"],
  [0x36, "i32", "store"],
  [0x37, "i64", "store"],
  [0x38, "f32", "store"],
  [0x39, "f64", "store"],
  [0x3a, "i32", "store8 store16"],
  [0xfd00, "v128", "load"],
  [0xfd09, "v128", "load32_splat load64_splat store"],
  [0xfd5c, "v128", "load32_zero load64_zero"],
  [0xfe00, "memory", "atomic.notify atomic.wait32"],
  [0xfe10, "i32", "atomic.load"],
  [0xfe17, "i32", "atomic.store"],
  [0xfe1e, "i32", "atomic.rmw.add"],
] as const;

/** The instructions whose immediate is the number of a lane. */
const lane = [
  [0xfd1b, "i32x4", "extract_lane"],
  [0xfd1f, "f32x4", "extract_lane"],
  [0xfd21, "f64x2", "extract_lane"],
] as const;

/** The instructions that read or write one lane. */
const memoryLane = [
  [0xfd56, "v128", "load32_lane load64_lane"],
  [0xfd5a, "v128", "store32_lane store64_lane"],
] as const;

type Words<S extends string> = S extends `${infer First} ${infer Rest}`
  ? First | Words<Rest>
  : S;

type Named<R> = R extends
  readonly [number, infer Type extends string, infer Names extends string]
  ? `${Type}.${Words<Names>}`
  : never;

/** An instruction without immediates. */
export type Instruction =
  | ("return" | "drop" | "select")
  | Named<typeof plain[number]>;

/** An instruction that reads or writes memory. */
export type MemoryInstruction = Named<typeof memory[number]>;

/** An instruction whose immediate is the number of a lane. */
export type LaneInstruction = Named<typeof lane[number]>;

/** An instruction that reads or writes one lane of a vector. */
export type MemoryLaneInstruction = Named<typeof memoryLane[number]>;

function opcodesOf<R extends Row>(
  rows: readonly R[],
): Readonly<Record<Named<R>, number>> {
  const entries = rows.flatMap(([first, type, names]) =>
    names.split(" ").map((name, i) => [`${type}.${name}`, first + i])
  );
  return Object.fromEntries(entries);
}

/** The opcodes of instructions that have no immediate. */
export const opcodes: Readonly<Record<Instruction, number>> = {
  ...{ return: 0x0f, drop: 0x1a, select: 0x1b },
  ...opcodesOf(plain),
};

/** The opcodes of instructions that read or write memory. */
export const memoryOpcodes: Readonly<Record<MemoryInstruction, number>> =
  opcodesOf(memory);

/** The opcodes of instructions whose immediate is the number of a lane. */
export const laneOpcodes: Readonly<Record<LaneInstruction, number>> = opcodesOf(
  lane,
);

/** The opcodes of instructions that read or write one lane. */
export const memoryLaneOpcodes: Readonly<
  Record<MemoryLaneInstruction, number>
> = opcodesOf(memoryLane);

/** Log₂ of the bytes that instructions read or write, as their names tell. */
export const alignments: Readonly<Record<string, number>> = Object.fromEntries(
  Object.keys({ ...memoryOpcodes, ...memoryLaneOpcodes }).map((name) => {
    const [type, action] = name.split(".", 2);
    const [bits] = /\d+/.exec(action) ?? /\d+/.exec(type) ?? [32];
    return [name, 31 - Math.clz32(Number(bits) / 8)];
  }),
);
