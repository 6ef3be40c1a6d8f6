import { stridesOf } from "../../shapes.ts";
import type { AxisKind, View } from "../compiled_form.ts";
import {
  type Access,
  type Domain,
  domainOf,
  loopAxes,
  type Obstacle,
  resolve,
  sameView,
} from "./access.ts";
import type { Node, NodeGraph } from "./nodes.ts";
import { matricesOf } from "./product.ts";

/** One thing that is computed. */
export interface Task {
  readonly node: Node;
  readonly kind: "element" | "axis" | "placement" | "loops";
  /** What it reads, as it is written in the program. */
  readonly reads: readonly Node[];
  /** How it visits what it reads. */
  readonly domain: Domain;
  /** Where its elements go, if not to the places that its loops visit. */
  readonly writes?: View;
  /** For what runs along an axis: the loop that does. */
  readonly loop?: number;
}

/** A task in a nest of loops: what it reads, and where its elements go. */
export interface NestTask {
  readonly task: Task;
  readonly reads: readonly Access[];
  readonly writes: View;
  readonly loop?: number;
}

/** The tasks of a program in order, and what must be whole in memory. */
export interface Tasks {
  readonly tasks: readonly Task[];
  readonly whole: ReadonlySet<Node>;
}

/** The nodes whose elements a task makes. */
export function resultsOf({ node }: Task): readonly Node[] {
  return node.parts ?? [node];
}

/** What is to be computed for the outputs of a graph. */
export function tasksOf(graph: NodeGraph): Tasks {
  const whole = new Set<Node>();
  const tasks: Task[] = [];
  for (const output of graph.outputs) makeWhole(output, whole);
  for (const node of graph.nodes) {
    const kind = node.application?.form.kind;
    for (const input of node.inputs) {
      const uneven = kind === "product" &&
        !matricesOf(input, resolve(input, domainOf(input.shape), whole));
      if (uneven || kind === "loops" || kind === "scan") {
        makeWhole(input, whole);
      }
    }
  }
  for (const node of graph.nodes.toReversed()) {
    for (const task of tasksFor(node, whole).reverse()) {
      settle(task, whole);
      tasks.push(task);
    }
  }
  return { tasks: tasks.reverse(), whole };
}

/** Makes the elements of a node be in memory in row-major order. */
function makeWhole(node: Node, whole: Set<Node>): void {
  const domain = domainOf(node.shape);
  const found = resolve(node, domain, whole);
  if ("obstacle" in found) whole.add(found.obstacle);
  else if (!sameView(found.at, domain.at)) whole.add(node);
  else return;
  makeWhole(node, whole);
}

/** Marks as whole what stands between a task and what it reads. */
function settle(task: Task, whole: Set<Node>): void {
  for (;;) {
    const found = placedIn(task.domain, task, whole);
    if (!("obstacle" in found)) return;
    whole.add(found.obstacle);
  }
}

/**
 * A task in the loops of a domain, or the view that does not let them read
 * what it reads.
 *
 * @param whole the nodes that are whole.
 */
export function placedIn(
  domain: Domain,
  task: Task,
  whole: ReadonlySet<Node>,
): NestTask | Obstacle {
  const reads: Access[] = [];
  for (const read of task.reads) {
    const around = task.kind === "loops" ? domainOf(read.shape) : domain;
    // A copy looks through the view that it is of.
    const found = resolve(read, around, whole, read === task.node);
    if ("obstacle" in found) return found;
    reads.push(found);
  }
  const { writes = domain.at, loop } = task;
  return { task, reads, writes, loop };
}

function tasksFor(node: Node, whole: ReadonlySet<Node>): Task[] {
  const { shape, inputs } = node;
  const { form, attributes } = node.application ?? {};
  const domain = domainOf(shape);
  switch (form?.kind) {
    case undefined:
    case "part":
      return [];
    case "same":
    case "view":
      return whole.has(node)
        ? [{ node, kind: "element", reads: [node], domain }]
        : [];
    case "elementwise":
      return [{ node, kind: "element", reads: inputs, domain }];
    case "loops":
    case "scan":
    case "product":
      return [{ node, kind: "loops", reads: inputs, domain }];
    case "axis":
      return [alongAxis(node, form.along)];
    case "placement":
      return inputs.map((input, part) => {
        const place = form.place(inputs, part, attributes, shape);
        const strides = loopAxes(input.shape).map((i) => place.strides[i]);
        return {
          node,
          kind: "placement",
          reads: [input],
          domain: domainOf(input.shape),
          writes: { offset: place.offset, strides },
        };
      });
  }
}

/** The task of what runs along an axis. */
function alongAxis(node: Node, along: AxisKind): Task {
  const [{ shape }] = node.inputs;
  const { axis } = node.application!.attributes as { readonly axis: number };
  const reads = node.inputs;
  if (shape[axis] === 1) {
    return { node, kind: "element", reads, domain: domainOf(shape) };
  }
  const last = along === "argmax" || along === "cumsum" ? axis : undefined;
  const domain = domainOf(shape, last);
  const axes = loopAxes(shape, last);
  const steps = stridesOf(node.shape);
  const strides = axes.map((other) => other === axis ? 0 : steps[other]);
  const writes = along === "cumsum" ? undefined : { offset: 0, strides };
  const loop = axes.indexOf(axis);
  return { node, kind: "axis", reads, domain, writes, loop };
}
