import type { Data, DType } from "../dtypes.ts";
import type { Program } from "../program.ts";
import { sizeOf } from "../shapes.ts";
import type { Buffer } from "./compiled_form.ts";
import { BufferWriter } from "./emit/buffer_writer.ts";
import { Canonical } from "./emit/canonical.ts";
import { KernelWriter } from "./emit/kernel.ts";
import { nestOf } from "./emit/nest.ts";
import { type Piece, pieceOf } from "./loops/piece.ts";
import { writeLoop, writeMoves } from "./loops/write_loop.ts";
import { ConstantTable } from "./machines/constants.ts";
import { TILE_BYTES } from "./matmul/matmul.ts";
import { bufferOf, type LoopPlan, type Plan, planOf } from "./plan.ts";
import type { Carried } from "./plan/carry.ts";
import type { MemoryPlan } from "./plan/memory.ts";
import type { NestTask } from "./plan/tasks.ts";
import { Products } from "./products.ts";
import { CrewWriter, type Share } from "./threads/crew_writer.ts";
import { cutNest, type Cutting, cuttingFor } from "./threads/cut.ts";
import { FunctionWriter } from "./wasm/function_writer.ts";
import { ModuleWriter } from "./wasm/module_writer.ts";

/** A module that programs are written into, and what they have in common. */
export interface Target {
  readonly module: ModuleWriter;
  readonly constants: ConstantTable;
  readonly products: Products;
  /** What memory must hold before the first run. */
  readonly contents: { readonly buffer: Buffer; readonly data: Data }[];
  /** The error for each place at which a run can fail. */
  readonly errors: ((element: number) => Error)[];
  readonly share: Share;
}

/** A program as a module, and what there is to know to run it. */
export interface Build extends Pick<Target, "contents" | "errors"> {
  readonly plan: Plan;
  /** Where inputs and outputs of many runs lie. */
  readonly piece: Piece;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly pages: number;
  /** How many threads run it; the memory of several is shared. */
  readonly threads: number;
  readonly inputs: readonly Buffer[];
  /** Where the outputs are after a run: what is carried, in its input. */
  readonly outputs: readonly Buffer[];
}

/** Where a run that fails writes at which place, and with which element. */
export const failure = 0;

/** The floats that the code computes with, behind the failure. */
const tableAddress = 64;
const tableBytes = 8192;

/** Where products of matrices keep the tile at hand. */
const tileAddress = tableAddress + tableBytes;

/** The first address for what programs keep. */
const firstAddress = tileAddress + TILE_BYTES;

/** How a program is run. */
export interface BuildOptions {
  /** Which outputs are inputs of the next run. */
  readonly carried?: readonly Carried[];
  /**
   * The numbers of the inputs that are others in each run of a loop. Without
   * it, all outputs are carried, or none.
   */
  readonly turned?: readonly number[];
  /** The first address for what the program keeps. */
  readonly start?: number;
  /** How work is cut for several threads, as many as there are parts. */
  readonly cutting?: Cutting;
}

/**
 * Compiles a program. The module exports `run`, which takes a number of runs,
 * and puts what is carried into its inputs after each.
 *
 * @throws {TypeError} naming an operation that has no compiled form.
 */
export function build(
  program: Program,
  options: BuildOptions = {},
): Build {
  const { carried = [], turned, cutting = cuttingFor(1) } = options;
  const { parts: threads } = cutting;
  const start = (options.start ?? firstAddress) + (threads - 1) * TILE_BYTES;
  const plan = planOf(program, { start, carried });
  const { inputs, moves } = plan;
  const isCarried = new Set(carried.map(({ output }) => output));
  const made = plan.outputs.filter((_, i) => !isCarried.has(i));
  const outputs = plan.outputs.slice();
  for (const { output, input } of carried) outputs[output] = inputs[input];
  const piece = pieceOf(
    (turned ?? []).map((input) => inputs[input]),
    turned === undefined ? [] : made,
    plan.end,
  );
  const scratch = piece.end;
  const limits: { pages: number; shared?: number } = { pages: 0 };
  const module = new ModuleWriter(limits);
  const crew = new CrewWriter(module, threads);
  const constants = new ConstantTable(tableAddress, tableBytes);
  const products = new Products(module, tileAddress, scratch);
  const target: Target = {
    ...{ module, constants, products, contents: [], errors: [] },
    share: { ...cutting, crew },
  };
  const code = new FunctionWriter(["i32"]);
  code.i32(0).i32(0).memory("i32.store", failure);
  const canonical = new Canonical(module, constants);
  const cleaned = (code: FunctionWriter, buffers: readonly Buffer[]) => {
    for (const buffer of buffers) canonical.call(code, buffer);
  };
  const own = writePlan(target, plan);
  const turn = new FunctionWriter([]);
  turn.call(own);
  cleaned(turn, made);
  const loop = { ...piece, reverse: false, moves, before: [] };
  const step = made.length === 0 ? own : module.add(turn);
  writeLoop(code, loop, { count: { local: 0 }, step, failure });
  cleaned(
    code,
    outputs.filter((buffer) => !made.includes(buffer)),
  );
  module.add(code, "run");
  crew.finish();
  module.data(tableAddress, constants.bytes);
  // Whole vectors may be read behind the last element.
  const end = scratch + products.scratchBytes + 64;
  const pages = limits.pages = Math.ceil(end / 65536);
  if (threads > 1) limits.shared = pages;
  const bytes = module.encode();
  return { ...target, plan, piece, bytes, pages, inputs, outputs, threads };
}

/** Writes the functions of a plan; returns the one that runs it once. */
export function writePlan(target: Target, plan: Plan): number {
  const { module, constants, products, share } = target;
  const { kernels, memory } = plan;
  const environment = { addresses: memory.addresses, constants };
  const step = new FunctionWriter([]);
  let only: number | undefined;
  for (const kernel of kernels) {
    const [{ task: { kind, node } }] = kernel.tasks;
    if (node.application?.form.kind === "product") {
      products.call(step, kernel, environment, share);
      continue;
    }
    const loop = plan.loops.get(node);
    if (loop !== undefined || kind === "loops") {
      const code = loop !== undefined
        ? writeScan(loop, writePlan(target, loop.body))
        : ownLoops(kernel.tasks[0], memory, target.errors);
      step.call(module.add(code));
      continue;
    }
    const parts = cutNest(nestOf(kernel), share)
      .map((part) => module.add(new KernelWriter(part, environment).write()));
    if (kernels.length === 1 && parts.length === 1) only = parts[0];
    share.crew.share(step, parts);
  }
  target.contents.push(...memory.contents);
  return only ?? module.add(step);
}

/** The function of a loop inside a program, whose turns are calls of `step`. */
function writeScan(
  { length, loop, starts }: LoopPlan,
  step: number,
): FunctionWriter {
  const code = new FunctionWriter([]);
  writeMoves(code, starts);
  writeLoop(code, loop, { count: length, step, failure });
  return code;
}

/** The function of an operation that has loops of its own. */
function ownLoops(
  { task: { node }, reads }: NestTask,
  memory: MemoryPlan,
  errors: ((element: number) => Error)[],
): FunctionWriter {
  const { form, attributes } = node.application!;
  if (form.kind !== "loops") throw new TypeError("Cannot compile: no loops");
  const { error } = form;
  if (error !== undefined) errors.push((at) => error(at, attributes));
  const scratch = memory.scratch.get(node) ?? 0;
  const writer = new BufferWriter(failure, errors.length, scratch);
  const inputs = node.inputs.map((input, i) => ({
    ...input,
    address: memory.addresses.get(reads[i].node)!,
  }));
  form.write(writer, inputs, bufferOf(node, memory), attributes);
  return writer.code;
}

/** The typed arrays that hold the elements of each dtype. */
const arrays: Readonly<
  Record<DType, new (buffer: ArrayBuffer, at: number, size: number) => Data>
> = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
};

/** The elements of a buffer, where they lie. */
export function viewOf(
  buffer: ArrayBuffer,
  { address, shape, dtype }: Buffer,
): Data {
  return new arrays[dtype](buffer, address, sizeOf(shape));
}
