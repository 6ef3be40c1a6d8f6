import { formatShape } from "../shapes.ts";
import type { Build } from "./build.ts";
import { cutOf } from "./emit/vectors.ts";
import { nestOf } from "./emit/nest.ts";
import type { LoopPlan, Plan } from "./plan.ts";
import type { Kernel } from "./plan/kernels.ts";
import type { Node } from "./plan/nodes.ts";

/** A compiled program as text that a person can read. */
export function explainBuild({ plan, bytes, pages }: Build): string {
  const { graph, memory } = plan;
  const constants = plansIn(plan).flatMap(({ graph }) =>
    graph.nodes.filter(({ constant }) => constant)
  );
  const isNumber = ({ constant }: Node) => constant!.length === 1;
  const tensors = constants.filter((node) => !isNumber(node));
  const numbers = new Set(constants.filter(isNumber).map(numberText));
  return [
    `inputs: ${graph.inputs.map(typeText).join(", ") || "none"}`,
    `outputs: ${graph.outputs.map(typeText).join(", ") || "none"}`,
    `captured tensors: ${tensors.map(typeText).join(", ") || "none"}`,
    `captured numbers: ${[...numbers].join(", ") || "none"}`,
    `operations a run: ${operationsIn(plan)}`,
    `${count(plan.kernels.length, "kernel")}:`,
    ...kernelLines(plan, "  "),
    `memory: ${pages * 65536} bytes, of which ${plan.end} in use; ` +
    `buffers between kernels would take ${memory.unshared} bytes if they ` +
    `shared none`,
    `code: ${bytes.length} bytes`,
  ].join("\n");
}

/** A plan and those of the loops in it. */
function plansIn(plan: Plan): Plan[] {
  const bodies = [...plan.loops.values()].map(({ body }) => body);
  return [plan, ...bodies.flatMap(plansIn)];
}

function operationsIn({ kernels, loops }: Plan): number {
  return kernels.reduce((sum, kernel) => {
    const loop = loops.get(kernel.tasks[0].node);
    return sum +
      (loop === undefined
        ? operationsOf(kernel)
        : loop.length * operationsIn(loop.body));
  }, 0);
}

/** A line for each kernel, and below a loop those of its turns. */
function kernelLines(plan: Plan, indent: string): string[] {
  const { kernels, tasks, memory, loops } = plan;
  return kernels.flatMap((kernel, i) => {
    const loop = loops.get(kernel.tasks[0].node);
    const text = loop === undefined
      ? kernelText(kernel, tasks.whole, memory.addresses)
      : loopText(kernel.tasks[0].node, loop);
    const own = `${indent}${i + 1}. ${text}`;
    return loop === undefined
      ? [own]
      : [own, ...kernelLines(loop.body, `${indent}   `)];
  });
}

function loopText(node: Node, { length, loop, body }: LoopPlan): string {
  const way = loop.reverse ? "from the last to the first" : "in order";
  const carries = body.graph.outputs.slice(0, loop.carries.length);
  return `${count(length, "turn")} ${way}, each of ` +
    `${count(body.kernels.length, "kernel")}, carrying ` +
    `${carries.map(typeText).join(", ") || "nothing"} → ` +
    node.parts!.map(typeText).join(", ");
}

function kernelText(
  kernel: Kernel,
  whole: ReadonlySet<Node>,
  addresses: ReadonlyMap<Node, number>,
): string {
  const [{ kind, node }] = kernel.tasks;
  const form = node.application?.form.kind;
  if (kind === "loops") {
    const shapes = node.inputs.map(({ shape }) => formatShape(shape));
    const what = form === "product" ? "product" : "own loops";
    return `${what}: ${nameOf(node)} of ${shapes.join(" and ")} → ` +
      typeText(node);
  }
  const nest = nestOf(kernel, whole);
  const { turns, count, last } = cutOf(nest);
  const lanes = turns > 0 ? count : last;
  const size = nest.extents.join(" × ") || "1 turn";
  const speed = lanes === 1 ? "one by one" : `${lanes} at a time`;
  const names = kernel.tasks.map(({ node }) => nameOf(node)).join(", ");
  const stored = new Set(
    kernel.tasks.map(({ node }) => node).filter((node) => addresses.has(node)),
  );
  return `loop of ${size}, ${speed}: ${names} → ` +
    [...stored].map(typeText).join(", ");
}

/** How many operations on one element a kernel takes. */
function operationsOf({ tasks, domain }: Kernel): number {
  const [{ node }] = tasks;
  if (node.application?.form.kind === "product") {
    return 2 * node.size * node.inputs[0].shape.at(-1)!;
  }
  const turns = domain.extents.reduce((size, length) => size * length, 1);
  return turns * tasks.length;
}

function nameOf({ application }: Node): string {
  const name = application?.operation.name ?? "copy";
  const kind = application?.form.kind;
  return kind === "view" || kind === "same" ? `copy of ${name}` : name;
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
