import { neededSteps, type Program } from "../program.ts";
import type { ScanSpec } from "../scan/scan_spec.ts";
import type { Buffer } from "./compiled_form.ts";
import { bytesOf } from "./emit/elements.ts";
import {
  type Carry,
  type LoopSpec,
  movesOf,
  type Slots,
} from "./loops/write_loop.ts";
import { type Access, domainOf, resolve } from "./plan/access.ts";
import { type Carried, readBeforeWritten } from "./plan/carry.ts";
import { finished } from "./plan/finish.ts";
import { type Kernel, kernelsOf } from "./plan/kernels.ts";
import { type MemoryPlan, planMemory } from "./plan/memory.ts";
import { type Node, type NodeGraph, nodesOf } from "./plan/nodes.ts";
import { tasksOf } from "./plan/tasks.ts";

/** What is decided about a program before any code is written. */
export interface Plan {
  readonly graph: NodeGraph;
  readonly kernels: readonly Kernel[];
  readonly memory: MemoryPlan;
  /** The nodes that hold the elements of the outputs. */
  readonly sources: readonly Node[];
  /** Where the inputs lie, and the outputs after one run. */
  readonly inputs: readonly Buffer[];
  readonly outputs: readonly Buffer[];
  /** The copies that put what is carried from outputs to inputs, in order. */
  readonly moves: readonly Carry[];
  /** The loops in it, by the node that runs each. */
  readonly loops: ReadonlyMap<Node, LoopPlan>;
  /** Where its memory ends, that of its loops included. */
  readonly end: number;
}

/** A loop inside a program. */
export interface LoopPlan {
  readonly body: Plan;
  readonly length: number;
  readonly loop: LoopSpec;
  /** What is copied before the first turn. */
  readonly starts: readonly Carry[];
}

/** What is known of a program besides itself. */
export interface PlanOptions {
  /** The first address to use. */
  readonly start: number;
  /** The addresses of the inputs that have one already. */
  readonly given?: readonly (number | undefined)[];
  /** Which outputs are inputs of the next run: made in their places if possible. */
  readonly carried?: readonly Carried[];
}

/**
 * Plans a program.
 *
 * @throws {TypeError} naming an operation that has no compiled form.
 */
export function planOf(
  program: Program,
  { start, given, carried = [] }: PlanOptions,
): Plan {
  const graph = nodesOf(program);
  const tasks = tasksOf(graph);
  const { whole } = tasks;
  const sources = graph.outputs.map((output) => {
    const access = resolve(output, domainOf(output.shape), whole);
    return (access as Access).node;
  });
  const pairs = carried.map(({ output, input }) => ({
    node: sources[output],
    input: graph.inputs[input],
  }));
  const kernels = readBeforeWritten(finished(kernelsOf(tasks), whole), pairs);
  const memory = planMemory(graph, kernels, {
    ...{ whole, outputs: new Set(sources), carried: pairs, start, given },
  });
  const inputs = graph.inputs.map((node) => bufferOf(node, memory));
  const outputs = graph.outputs.map(({ shape, dtype }, i) => {
    return { ...bufferOf(sources[i], memory), shape, dtype };
  });
  const carries = carried.map(({ output, input }) =>
    copyOf(outputs[output].address, inputs[input])
  );
  const loops = new Map<Node, LoopPlan>();
  let behind = memory.bytes;
  for (const { tasks: [{ task: { node }, reads }] } of kernels) {
    if (node.application?.form.kind !== "scan") continue;
    const from = reads.map(({ node }) => memory.addresses.get(node)!);
    const plan = planLoop(node, from, memory, behind);
    loops.set(node, plan);
    behind = plan.body.end;
  }
  const { moves, end } = movesOf(carries, behind);
  return {
    ...{ graph, kernels, memory, sources, inputs, outputs },
    ...{ moves, loops, end },
  };
}

/**
 * Plans a loop behind all buffers. What the body shares with the program
 * around it is read where it lies; what it carries on lies where its last
 * value is wanted.
 */
function planLoop(
  node: Node,
  sources: readonly number[],
  { addresses }: MemoryPlan,
  start: number,
): LoopPlan {
  const spec = node.application!.attributes as ScanSpec;
  const { body, constants, carries, length, reverse } = spec;
  /** Where a result of the scan is wanted, if it is. */
  const part = (index: number) => {
    const found = node.parts!.find(({ application }) =>
      (application!.attributes as { readonly index: number }).index === index
    );
    return found && addresses.get(found);
  };
  const each = Array.from({ length: carries }, (_, i) => i);
  const wanted = body.outputs.flatMap((_, i) =>
    i >= carries && part(i) !== undefined ? [i] : []
  );
  const kept = [...each, ...wanted].map((i) => body.outputs[i]);
  const steps = neededSteps(body.steps, kept);
  const plan = planOf({ ...body, outputs: kept, steps }, {
    start,
    given: [...sources.slice(0, constants), ...each.map(part)],
    carried: each.map((i) => ({ output: i, input: constants + i })),
  });
  const { inputs, outputs } = plan;
  const carried = inputs.slice(constants, constants + carries);
  const slots = (
    buffers: readonly Buffer[],
    places: readonly (number | undefined)[],
  ): Slots[] =>
    buffers.flatMap((buffer, i) => {
      const [slots, bytes] = [places[i], bytesOf(buffer)];
      return slots === undefined
        ? []
        : [{ slots, buffer: buffer.address, bytes }];
    });
  const first = sources.slice(constants);
  const loop: LoopSpec = {
    reverse,
    moves: plan.moves,
    inputs: slots(inputs.slice(constants + carries), first.slice(carries)),
    outputs: slots(outputs.slice(carries), wanted.map(part)),
    before: slots(carried, each.map((i) => part(body.outputs.length + i))),
  };
  const starts = carried.map((buffer, i) => copyOf(first[i], buffer));
  return { body: plan, length, loop, starts };
}

function copyOf(from: number, to: Buffer): Carry {
  return { from, to: to.address, bytes: bytesOf(to) };
}

/** The elements of a node where they lie. */
export function bufferOf(node: Node, { addresses }: MemoryPlan): Buffer {
  const { shape, dtype } = node;
  return { address: addresses.get(node)!, shape, dtype };
}
