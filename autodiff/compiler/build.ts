import { allocate, type Data } from "../dtypes.ts";
import type { Program } from "../program.ts";
import { sizeOf } from "../shapes.ts";
import type { Buffer } from "./compiled_form.ts";
import { layouts } from "./emit/elements.ts";
import { productOf } from "./plan/product.ts";
import { BufferWriter } from "./emit/buffer_writer.ts";
import { writeCanonical } from "./emit/canonical.ts";
import { KernelWriter } from "./emit/kernel.ts";
import { type Matmul, writeMatmul } from "./matmul/matmul.ts";
import { nestOf } from "./emit/nest.ts";
import { ConstantTable } from "./machines/constants.ts";
import { type Access, resolve } from "./plan/access.ts";
import { type Kernel, kernelsOf } from "./plan/kernels.ts";
import { type MemoryPlan, planMemory } from "./plan/memory.ts";
import { type Node, type NodeGraph, nodesOf } from "./plan/nodes.ts";
import { domainOf } from "./plan/domain.ts";
import { type Tasks, tasksOf } from "./plan/tasks.ts";
import { FunctionWriter } from "./wasm/function_writer.ts";
import { ModuleWriter } from "./wasm/module_writer.ts";

/** What is decided about a program before any code is written. */
export interface Plan {
  readonly graph: NodeGraph;
  readonly tasks: Tasks;
  readonly kernels: readonly Kernel[];
  readonly memory: MemoryPlan;
}

/** A program as a module, and what there is to know to run it. */
export interface Build {
  readonly plan: Plan;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly pages: number;
  readonly inputs: readonly Buffer[];
  readonly outputs: readonly Buffer[];
  readonly constants: readonly { buffer: Buffer; data: Data }[];
  /** The error for each place at which a run can fail. */
  readonly errors: readonly ((element: number) => Error)[];
}

/** Where a run that fails writes at which place, and with which element. */
export const failure = 0;

/** The floats that the code computes with, behind the failure. */
const tableAddress = 64;
const tableBytes = 8192;

/** Where products of matrices keep the tile at hand, and how large it may be. */
const tileAddress = tableAddress + tableBytes;
const mostTileBytes = 2560;

/**
 * Compiles a program.
 *
 * @throws {TypeError} naming an operation that has no compiled form.
 */
export function build(program: Program): Build {
  const graph = nodesOf(program);
  const tasks = tasksOf(graph);
  const kernels = kernelsOf(tasks);
  const start = tileAddress + mostTileBytes;
  const memory = planMemory(graph, tasks, kernels, start);
  const limits = { pages: 0 };
  const module = new ModuleWriter(limits);
  const constants = new ConstantTable(tableAddress, tableBytes);
  const environment = { addresses: memory.addresses, constants };
  const errors: ((element: number) => Error)[] = [];
  const products = new Products(module, tasks.whole, memory);
  const run = new FunctionWriter([]);
  for (const kernel of kernels) {
    const [{ kind, node }] = kernel.tasks;
    if (node.application?.form.kind === "product") {
      products.call(run, node);
      continue;
    }
    const code = kind === "loops"
      ? ownLoops(node, memory, tasks, errors)
      : new KernelWriter(nestOf(kernel, tasks.whole), environment).write();
    run.call(module.add(code));
  }
  for (const dtype of ["float64", "float32"] as const) {
    writeCanonical(run, dtype, memory.results[dtype], constants);
  }
  // Whole vectors may be read behind the last element.
  const end = memory.bytes + products.scratchBytes + 64;
  const pages = limits.pages = Math.ceil(end / 65536);
  module.add(run, "run");
  module.data(tableAddress, constants.bytes);
  return {
    plan: { graph, tasks, kernels, memory },
    bytes: module.encode(),
    pages,
    inputs: graph.inputs.map((node) => bufferOf(node, memory)),
    outputs: graph.outputs.map(({ shape, dtype }, i) => ({
      address: addressOf(memory.outputs[i].node, memory),
      shape,
      dtype,
    })),
    constants: constantsOf(graph, tasks, memory),
    errors,
  };
}

/** The products of matrices of a program; equal ones share a function. */
class Products {
  readonly #known = new Map<string, Matmul>();
  /** What they need behind all buffers, one after the other. */
  scratchBytes = 0;

  constructor(
    readonly module: ModuleWriter,
    readonly whole: ReadonlySet<Node>,
    readonly memory: MemoryPlan,
  ) {}

  /** Writes the call that computes a node. */
  call(code: FunctionWriter, node: Node): void {
    const { a, b, spec } = productOf(node, this.whole, tileAddress);
    const key = JSON.stringify(spec);
    const matmul = this.#known.get(key) ?? writeMatmul(this.module, spec);
    this.#known.set(key, matmul);
    if (matmul.tileBytes > mostTileBytes) {
      throw new RangeError(
        `Cannot compile: a tile has ${matmul.tileBytes} bytes, more than ` +
          `${mostTileBytes}`,
      );
    }
    this.scratchBytes = Math.max(this.scratchBytes, matmul.scratchBytes);
    for (const { node, offset } of [a, b]) {
      const address = addressOf(node, this.memory);
      code.i32(address + offset * layouts[node.dtype].bytes);
    }
    code.i32(addressOf(node, this.memory));
    code.i32(this.memory.bytes);
    code.i32(0);
    code.i32(spec.m * (spec.batch?.count ?? 1));
    code.call(matmul.index);
  }
}

/** The function of a node whose operation has loops of its own. */
function ownLoops(
  node: Node,
  memory: MemoryPlan,
  tasks: Tasks,
  errors: ((element: number) => Error)[],
): FunctionWriter {
  const { form, attributes } = node.application!;
  if (form.kind !== "loops") throw new TypeError("Cannot compile: no loops");
  const { error } = form;
  if (error !== undefined) errors.push((at) => error(at, attributes));
  const scratch = memory.scratch.get(node) ?? 0;
  const writer = new BufferWriter(failure, errors.length, scratch);
  const inputs = node.inputs.map((input) => ({
    ...input,
    address: addressOf(sourceOf(input, tasks.whole), memory),
  }));
  form.write(writer, inputs, bufferOf(node, memory), attributes);
  return writer.code;
}

/** The node whose elements in memory are those of a whole one. */
function sourceOf(node: Node, whole: ReadonlySet<Node>): Node {
  const { extents, at } = domainOf(node.shape);
  return (resolve(node, at, extents, whole) as Access).node;
}

function addressOf(node: Node, { addresses }: MemoryPlan): number {
  return addresses.get(node)!;
}

function bufferOf(node: Node, memory: MemoryPlan): Buffer {
  const { shape, dtype } = node;
  return { address: addressOf(node, memory), shape, dtype };
}

/** The constants that have a place in memory, with their elements. */
function constantsOf(
  { nodes }: NodeGraph,
  { whole }: Tasks,
  memory: MemoryPlan,
): { buffer: Buffer; data: Data }[] {
  return nodes.flatMap((node) => {
    const { constant, dtype, size } = node;
    if (constant === undefined || !memory.addresses.has(node)) return [];
    const spread = constant.length === 1 && whole.has(node) && size !== 1;
    const data = spread ? allocate(dtype, size).fill(constant[0]) : constant;
    return [{ buffer: bufferOf(node, memory), data }];
  });
}

/** The elements of a buffer, where they lie. */
export function viewOf(
  buffer: ArrayBuffer,
  { address, shape, dtype }: Buffer,
): Data {
  const size = sizeOf(shape);
  switch (dtype) {
    case "float64":
      return new Float64Array(buffer, address, size);
    case "float32":
      return new Float32Array(buffer, address, size);
    case "int32":
      return new Int32Array(buffer, address, size);
    case "uint32":
      return new Uint32Array(buffer, address, size);
    default:
      return new Uint8Array(buffer, address, size);
  }
}
