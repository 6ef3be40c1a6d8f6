import { formatShape } from "../shapes.ts";
import type { Build } from "./build.ts";
import { lanesFor } from "./emit/vectors.ts";
import { nestOf } from "./emit/nest.ts";
import type { Kernel } from "./plan/kernels.ts";
import type { Node } from "./plan/nodes.ts";

/** A compiled program as text that a person can read. */
export function explainBuild({ plan, bytes, pages }: Build): string {
  const { graph, kernels, memory, tasks } = plan;
  const constants = graph.nodes.filter(({ constant }) => constant);
  const isNumber = ({ constant }: Node) => constant!.length === 1;
  const tensors = constants.filter((node) => !isNumber(node));
  const numbers = new Set(constants.filter(isNumber).map(numberText));
  return [
    `inputs: ${graph.inputs.map(typeText).join(", ") || "none"}`,
    `outputs: ${graph.outputs.map(typeText).join(", ") || "none"}`,
    `captured tensors: ${tensors.map(typeText).join(", ") || "none"}`,
    `captured numbers: ${[...numbers].join(", ") || "none"}`,
    `operations a run: ${
      kernels.reduce((sum, kernel) => sum + operationsOf(kernel), 0)
    }`,
    `${count(kernels.length, "kernel")}:`,
    ...kernels.map((kernel, i) =>
      `  ${i + 1}. ${kernelText(kernel, tasks.whole, memory.addresses)}`
    ),
    `memory: ${pages * 65536} bytes, of which ${memory.bytes} in use; ` +
    `buffers between kernels would take ${memory.unshared} bytes if they ` +
    `shared none`,
    `code: ${bytes.length} bytes`,
  ].join("\n");
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
  const lanes = lanesFor(nest);
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
