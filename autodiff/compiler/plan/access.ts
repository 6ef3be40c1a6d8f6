import { type Shape, stridesOf } from "../../shapes.ts";
import type { View } from "../compiled_form.ts";
import type { Node } from "./nodes.ts";

/**
 * A nest of loops that visits all elements of a domain, and where in row-major
 * order a turn leads.
 */
export interface Domain {
  /** How often each loop runs. */
  readonly extents: readonly number[];
  readonly at: View;
}

/** What a loop nest reads: an element of a node for each turn. */
export interface Access {
  readonly node: Node;
  /** The element's index in row-major order: offset and stride a loop. */
  readonly at: View;
}

/** A view whose coordinates loops do not give. */
export interface Obstacle {
  readonly obstacle: Node;
}

/** The loops over a shape, axis by axis; that of `last` is the innermost. */
export function domainOf(shape: Shape, last?: number): Domain {
  const axes = loopAxes(shape, last);
  const strides = stridesOf(shape);
  return {
    extents: axes.map((axis) => shape[axis]),
    at: { offset: 0, strides: axes.map((axis) => strides[axis]) },
  };
}

/** The axes of a shape that need a loop, in order. */
export function loopAxes(shape: Shape, last?: number): number[] {
  const axes = shape.map((_, axis) => axis)
    .filter((axis) => shape[axis] !== 1 && axis !== last);
  return last === undefined || shape[last] === 1 ? axes : [...axes, last];
}

/** Whether two views are the same. */
export function sameView(a: View, b: View): boolean {
  return a.offset === b.offset &&
    a.strides.every((stride, i) => stride === b.strides[i]);
}

/**
 * Follows a node that a loop nest reads where it visits its domain through
 * reshapes and views to the node that has the elements.
 *
 * @param whole the nodes whose elements are all to be in memory: views that
 * are not looked through, constants of equal elements that are not one.
 * @param copies whether the node itself is looked through all the same.
 */
export function resolve(
  node: Node,
  { extents, at }: Domain,
  whole: ReadonlySet<Node>,
  copies: boolean = false,
): Access | Obstacle {
  for (let passes = copies; passes || !whole.has(node); passes = false) {
    const { form, attributes } = node.application ?? {};
    if (form?.kind !== "view" && form?.kind !== "same") break;
    const [input] = node.inputs;
    if (form.kind === "view") {
      const view = form.view(input.shape, attributes, node.shape);
      const composed = compose(view, node.shape, at, extents);
      if (composed === undefined) return { obstacle: node };
      at = composed;
    }
    node = input;
  }
  const single = node.constant?.length === 1 && !whole.has(node);
  const still = { offset: 0, strides: extents.map(() => 0) };
  return { node, at: single ? still : at };
}

/**
 * The view of a view: what lies at index `at` of a tensor of `shape`, each
 * element of which `view` finds elsewhere. Undefined where the coordinates
 * are not sums of multiples of the loops' turns.
 */
function compose(
  view: View,
  shape: Shape,
  at: View,
  extents: readonly number[],
): View | undefined {
  if (extents.includes(0)) {
    return { offset: 0, strides: extents.map(() => 0) };
  }
  const steps = stridesOf(shape);
  let rest = at.offset;
  const low = shape.map((length, axis) => {
    if (length === 0) return 0;
    const index = Math.floor(rest / steps[axis]);
    rest -= index * steps[axis];
    return index;
  });
  let offset = view.offset;
  low.forEach((index, axis) => offset += index * view.strides[axis]);
  const high = low.slice();
  const strides = at.strides.map((stride, loop) => {
    if (stride === 0 || extents[loop] === 1) return 0;
    const size = Math.abs(stride);
    const axis = steps.findIndex((step, axis) =>
      shape[axis] > 1 && size >= step
    );
    if (axis < 0 || size % steps[axis] !== 0) return undefined;
    const turns = stride / steps[axis];
    const far = turns * (extents[loop] - 1);
    if (far < 0) low[axis] += far;
    else high[axis] += far;
    return turns * view.strides[axis];
  });
  const inside = shape.every((length, axis) =>
    low[axis] >= 0 && high[axis] < length
  );
  return inside && strides.every((stride) => stride !== undefined)
    ? { offset, strides }
    : undefined;
}
