import { type Access, resolve, sameView } from "./access.ts";
import { type Domain, domainOf } from "./domain.ts";
import type { Node, NodeGraph } from "./nodes.ts";
import { matricesOf } from "./product.ts";

/** One thing that a kernel computes. */
export interface Task {
  readonly node: Node;
  readonly kind: "element" | "axis" | "placement" | "loops";
  /** What it reads, as it is written in the program. */
  readonly reads: readonly Node[];
  /** How it visits what it reads. */
  readonly domain: Domain;
  /** Which input a placement places. */
  readonly part: number;
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
      const uneven = kind === "product" && !matricesOf(input, whole);
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
  const { extents, at } = domainOf(node.shape);
  const found = resolve(node, at, extents, whole);
  if ("obstacle" in found) whole.add(found.obstacle);
  else if (!sameView(found.at, at)) whole.add(node);
  else return;
  makeWhole(node, whole);
}

/** Marks as whole what stands between a task and what it reads. */
function settle(task: Task, whole: Set<Node>): void {
  for (;;) {
    const found = findAccesses(task, task.domain, whole);
    if (!("obstacle" in found)) return;
    whole.add(found.obstacle);
  }
}

/** What a task reads, or the view that does not let loops read it. */
export type Accesses = readonly Access[] | { readonly obstacle: Node };

/** What was found already, by the nodes that are whole, task and loops. */
const found = new WeakMap<object, WeakMap<Task, Map<Domain, Accesses>>>();

/**
 * What a task reads when its loops are those of `domain`, or the view that
 * does not let it.
 *
 * @param whole the nodes that are whole, all of which are known.
 */
export function accessesOf(
  task: Task,
  domain: Domain,
  whole: ReadonlySet<Node>,
): Accesses {
  const byTask = found.get(whole) ?? new WeakMap<Task, Map<Domain, Accesses>>();
  found.set(whole, byTask);
  const byDomain = byTask.get(task) ?? new Map<Domain, Accesses>();
  byTask.set(task, byDomain);
  const accesses = byDomain.get(domain) ?? findAccesses(task, domain, whole);
  byDomain.set(domain, accesses);
  return accesses;
}

function findAccesses(
  { node, reads, kind }: Task,
  domain: Domain,
  whole: ReadonlySet<Node>,
): Accesses {
  const accesses: Access[] = [];
  for (const read of reads) {
    // A copy looks through the view that it is of.
    const own = read === node ? without(whole, node) : whole;
    const { extents, at } = kind === "loops" ? domainOf(read.shape) : domain;
    const found = resolve(read, at, extents, own);
    if ("obstacle" in found) return found;
    accesses.push(found);
  }
  return accesses;
}

function without(whole: ReadonlySet<Node>, node: Node): ReadonlySet<Node> {
  const rest = new Set(whole);
  rest.delete(node);
  return rest;
}

function tasksFor(node: Node, whole: ReadonlySet<Node>): Task[] {
  const form = node.application?.form;
  const { shape, inputs } = node;
  const task = { node, reads: inputs, part: 0 };
  switch (form?.kind) {
    case undefined:
    case "part":
      return [];
    case "same":
    case "view":
      return whole.has(node)
        ? [{ ...task, kind: "element", reads: [node], domain: domainOf(shape) }]
        : [];
    case "elementwise":
      return [{ ...task, kind: "element", domain: domainOf(shape) }];
    case "loops":
    case "scan":
    case "product":
      return [{ ...task, kind: "loops", domain: domainOf(shape) }];
    case "axis": {
      const { shape } = inputs[0];
      if (shape[axisOf(node)] === 1 && form.along !== "argmax") {
        return [{ ...task, kind: "element", domain: domainOf(shape) }];
      }
      const last = form.along === "argmax" || form.along === "cumsum"
        ? axisOf(node)
        : undefined;
      const domain = domainOf(shape, last);
      return [{ ...task, kind: "axis", domain }];
    }
    case "placement":
      return inputs.map((input, part) => ({
        ...task,
        kind: "placement",
        reads: [input],
        domain: domainOf(input.shape),
        part,
      }));
  }
}

/** The axis that an axis form runs along. */
export function axisOf(node: Node): number {
  return (node.application!.attributes as { readonly axis: number }).axis;
}
