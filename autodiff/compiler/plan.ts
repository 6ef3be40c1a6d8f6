import { neededSteps, type Program } from "../program.ts";
import type { ScanSpec } from "../scan/scan_spec.ts";
import { sizeOf } from "../shapes.ts";
import { layouts } from "./emit/elements.ts";
import { type LoopSpec, type Slots, spareBytes } from "./loops/write_loop.ts";
import { type Access, resolve } from "./plan/access.ts";
import { type Carried, carriedNodes, readBeforeWritten } from "./plan/carry.ts";
import { domainOf } from "./plan/domain.ts";
import { finished } from "./plan/finish.ts";
import { type Kernel, kernelsOf } from "./plan/kernels.ts";
import { type MemoryPlan, outputsOf, planMemory } from "./plan/memory.ts";
import { type Node, type NodeGraph, nodesOf } from "./plan/nodes.ts";
import { type Tasks, tasksOf } from "./plan/tasks.ts";

/** What is decided about a program before any code is written. */
export interface Plan {
  readonly graph: NodeGraph;
  readonly tasks: Tasks;
  readonly kernels: readonly Kernel[];
  readonly memory: MemoryPlan;
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
  readonly starts: readonly Copy[];
}

/** Bytes that go from one address to another. */
export interface Copy {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
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
  const outputs = outputsOf(graph, tasks);
  const pairs = carriedNodes(graph, outputs, carried);
  const kernels = readBeforeWritten(
    finished(kernelsOf(tasks), tasks.whole),
    pairs,
    tasks.whole,
  );
  const options = { outputs, carried: pairs, start, given };
  const memory = planMemory(graph, tasks, kernels, options);
  const loops = new Map<Node, LoopPlan>();
  let end = memory.bytes;
  for (const node of graph.nodes) {
    if (node.application?.form.kind !== "scan") continue;
    const plan = planLoop(node, { tasks, memory, end });
    loops.set(node, plan);
    end = plan.loop.spare + spareBytes(plan.loop.carries);
  }
  return { graph, tasks, kernels, memory, loops, end };
}

/**
 * Plans a loop behind all buffers. What the body shares with the program
 * around it is read where it lies; what it carries on lies where its last
 * value is wanted.
 */
function planLoop(
  node: Node,
  outer: Pick<Plan, "tasks" | "memory" | "end">,
): LoopPlan {
  const spec = node.application!.attributes as ScanSpec;
  const { body, constants, carries, length, reverse } = spec;
  const sources = node.inputs.map((input) =>
    addressOf(sourceOf(input, outer.tasks), outer.memory)
  );
  const part = (index: number) => {
    const found = node.parts!.find(({ application }) =>
      (application!.attributes as { readonly index: number }).index === index
    );
    return found && addressOf(found, outer.memory);
  };
  const turned = sources.slice(constants + carries);
  const each = Array.from({ length: carries }, (_, i) => i);
  const wanted = body.outputs.flatMap((_, i) =>
    i >= carries && part(i) !== undefined ? [i] : []
  );
  const kept = [...each, ...wanted].map((i) => body.outputs[i]);
  const steps = neededSteps(body.steps, kept);
  const plan = planOf({ ...body, outputs: kept, steps }, {
    start: outer.end,
    given: [...sources.slice(0, constants), ...each.map(part)],
    carried: each.map((i) => ({ output: i, input: constants + i })),
  });
  const inputs = plan.graph.inputs.map((node) => bufferOf(node, plan));
  const outputs = plan.memory.outputs.map(({ node }, i) =>
    bufferOf(node, plan, plan.graph.outputs[i])
  );
  const slots = (
    buffers: readonly Omit<Copy, "to">[],
    slotsOf: (i: number) => number | undefined,
  ): Slots[] =>
    buffers.flatMap(({ from, bytes }, i) => {
      const slots = slotsOf(i);
      return slots === undefined ? [] : [{ slots, buffer: from, bytes }];
    });
  const carried = inputs.slice(constants, constants + carries);
  const loop: LoopSpec = {
    reverse,
    carries: carried.map(({ from: to }, i) => ({ ...outputs[i], to })),
    inputs: slots(inputs.slice(constants + carries), (i) => turned[i]),
    outputs: slots(outputs.slice(carries), (i) => part(wanted[i])),
    before: slots(carried, (i) => part(body.outputs.length + i)),
    spare: plan.end,
  };
  const starts = carried.map(({ from: to, bytes }, i) => ({
    from: sources[constants + i],
    to,
    bytes,
  }));
  return { body: plan, length, loop, starts };
}

function bufferOf(
  node: Node,
  { memory }: Plan,
  { shape, dtype }: Node = node,
): Omit<Copy, "to"> {
  const bytes = sizeOf(shape) * layouts[dtype].bytes;
  return { from: addressOf(node, memory), bytes };
}

/** The node whose elements in memory are those of a whole one. */
export function sourceOf(node: Node, { whole }: Tasks): Node {
  const { extents, at } = domainOf(node.shape);
  return (resolve(node, at, extents, whole) as Access).node;
}

/** Where the elements of a node lie. */
export function addressOf(node: Node, { addresses }: MemoryPlan): number {
  return addresses.get(node)!;
}
