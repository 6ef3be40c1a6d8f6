import { formatShape, sizeOf } from "../shapes.ts";
import type { Build } from "./build.ts";
import { layouts } from "./emit/elements.ts";
import { nestOf } from "./emit/nest.ts";
import { cutOf } from "./emit/vectors.ts";
import type { LoopPlan, Plan } from "./plan.ts";
import { type Kernel, nodesMade, nodesRead } from "./plan/kernels.ts";
import type { MemoryPlan } from "./plan/memory.ts";
import type { Node } from "./plan/nodes.ts";

/** A compiled program as text that a person can read. */
export function explainBuild({ plan, bytes, pages, threads }: Build): string {
  const { graph, memory, sources } = plan;
  const constants = plansIn(plan).flatMap(({ graph }) =>
    graph.nodes.filter(({ constant }) => constant)
  );
  const isNumber = ({ constant }: Node) => constant!.length === 1;
  const tensors = constants.filter((node) => !isNumber(node));
  const numbers = new Set(constants.filter(isNumber).map(numberText));
  const kept = sources.filter((node) => memory.replaced.has(node));
  return [
    `inputs: ${typesText(graph.inputs)}`,
    `outputs: ${typesText(graph.outputs)}`,
    ...kept.length === 0 ? [] : [
      `in place: ${count(kept.length, "output")}, each where the input was ` +
      `that it replaces`,
    ],
    `captured tensors: ${typesText(tensors)}`,
    `captured numbers: ${[...numbers].join(", ") || "none"}`,
    `operations a run: ${totalOf(plan, operationsOf)}`,
    `bytes read and written a run: ${totalOf(plan, bytesOf)}`,
    `${count(plan.kernels.length, "kernel")}:`,
    ...kernelLines(plan, "  "),
    `memory: ${pages * 65536} bytes, of which ${plan.end} in use; ` +
    `buffers between kernels would take ${memory.unshared} bytes if they ` +
    `shared none`,
    `code: ${bytes.length} bytes`,
    ...threads === 1 ? [] : [`threads: ${threads}`],
  ].join("\n");
}

/** A plan and those of the loops in it. */
function plansIn(plan: Plan): Plan[] {
  const bodies = [...plan.loops.values()].map(({ body }) => body);
  return [plan, ...bodies.flatMap(plansIn)];
}

/** The sum over all kernels of a plan and, turn by turn, of its loops. */
function totalOf(
  plan: Plan,
  of: (kernel: Kernel, plan: Plan) => number,
): number {
  return plan.kernels.reduce((sum, kernel) => {
    const loop = plan.loops.get(kernel.tasks[0].task.node);
    return sum +
      (loop === undefined
        ? of(kernel, plan)
        : loop.length * totalOf(loop.body, of));
  }, 0);
}

/** A line for each kernel, and below a loop those of its turns. */
function kernelLines(plan: Plan, indent: string): string[] {
  const { kernels, loops } = plan;
  return kernels.flatMap((kernel, i) => {
    const loop = loops.get(kernel.tasks[0].task.node);
    const text = loop === undefined
      ? `${kernelText(kernel, plan)} (operations: ` +
        `${operationsOf(kernel)}, bytes: ${bytesOf(kernel, plan)})`
      : loopText(kernel.tasks[0].task.node, loop);
    const own = `${indent}${i + 1}. ${text}`;
    return loop === undefined
      ? [own]
      : [own, ...kernelLines(loop.body, `${indent}   `)];
  });
}

function loopText(
  node: Node,
  { length, loop, body, starts }: LoopPlan,
): string {
  const way = loop.reverse ? "from the last to the first" : "in order";
  const carries = body.graph.outputs.slice(0, starts.length);
  return `${count(length, "turn")} ${way}, each of ` +
    `${count(body.kernels.length, "kernel")}, carrying ` +
    `${typesText(carries)} → ${typesText(node.parts!)}`;
}

function kernelText(kernel: Kernel, { memory }: Plan): string {
  const [{ kind, node }, ...rest] = kernel.tasks.map(({ task }) => task);
  const form = node.application?.form.kind;
  const stored = storedBy(kernel, memory);
  const kept = stored.filter((node) => memory.replaced.has(node));
  const others = stored.filter((node) => !memory.replaced.has(node));
  const results = [
    ...others.length > 0 ? [typesText(others)] : [],
    ...kept.length > 0 ? [`${typesText(kept)} in place`] : [],
  ].join(", ");
  if (kind === "loops") {
    const shapes = node.inputs.map(({ shape }) => formatShape(shape));
    const what = form === "product" ? "product" : "own loops";
    const then = counted(rest.map(({ node }) => nameOf(node)));
    return `${what}: ${nameOf(node)} of ${shapes.join(" and ")}` +
      `${then === "" ? "" : `, then ${then}`} → ${results}`;
  }
  const nest = nestOf(kernel);
  const { turns, count, last } = cutOf(nest);
  const lanes = turns > 0 ? count : last;
  const size = nest.extents.length === 0
    ? "no loop"
    : `loop of ${nest.extents.join(" × ")}`;
  const speed = lanes === 1 ? "one by one" : `${lanes} at a time`;
  const names = counted(kernel.tasks.map(({ task }) => nameOf(task.node)));
  return `${size}, ${speed}: ${names} → ${results}`;
}

/** The results of a kernel that it puts into memory. */
function storedBy(kernel: Kernel, { addresses }: MemoryPlan): Node[] {
  return [...nodesMade(kernel)].filter((node) => addresses.has(node));
}

/** How many bytes a kernel reads and writes, each element once. */
function bytesOf(kernel: Kernel, { memory }: Plan): number {
  const own = nodesMade(kernel);
  const read = [...nodesRead(kernel)].filter((node) => !own.has(node));
  const nodes = [...read, ...storedBy(kernel, memory)];
  return nodes.reduce((sum, { dtype, size, constant }) => {
    const elements = constant?.length === 1 ? 1 : size;
    return sum + elements * layouts[dtype].bytes;
  }, 0);
}

/** How many operations on one element a kernel takes. */
function operationsOf({ tasks, domain }: Kernel): number {
  const [{ task: { node } }] = tasks;
  if (node.application?.form.kind === "product") {
    const depth = node.inputs[0].shape.at(-1)!;
    return node.size * (2 * depth + tasks.length - 1);
  }
  return sizeOf(domain.extents) * tasks.length;
}

function nameOf({ application }: Node): string {
  const name = application?.operation.name ?? "copy";
  const kind = application?.form.kind;
  return kind === "view" || kind === "same" ? `copy of ${name}` : name;
}

/** A list of names; of those that come several times in a row, how often. */
function counted(names: readonly string[]): string {
  const runs: { name: string; times: number }[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.name === name) last.times++;
    else runs.push({ name, times: 1 });
  }
  return runs.map(({ name, times }) =>
    times === 1 ? name : `${times} × ${name}`
  )
    .join(", ");
}

function typesText(nodes: readonly Node[]): string {
  return counted(nodes.map(typeText)) || "none";
}

function typeText({ dtype, shape }: Node): string {
  return `${dtype} ${formatShape(shape)}`;
}

function numberText({ constant, dtype }: Node): string {
  return dtype === "float64"
    ? String(constant![0])
    : `${constant![0]} ${dtype}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
