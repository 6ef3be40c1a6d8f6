import { type Access, sameView } from "./access.ts";
import type { Kernel } from "./kernels.ts";
import type { Node } from "./nodes.ts";
import { accessesOf, type Task } from "./tasks.ts";

/** The most bytes of code for what is done with an element of a product. */
const most = 256;

/** Larger products gain nothing: their time goes into multiplications. */
const largest = 8192;

/**
 * The kernels, of which those that make elements from a product, and do little
 * with each, are joined with it: it does their work as it writes them.
 */
export function finished(
  kernels: readonly Kernel[],
  whole: ReadonlySet<Node>,
): Kernel[] {
  const result = [...kernels];
  for (const kernel of kernels) {
    const [product] = kernel.tasks;
    if (product.node.application?.form.kind !== "product") continue;
    const from = result.indexOf(kernel);
    const at = result.findIndex((other, i) =>
      i > from && reads(other, product.node, whole)
    );
    if (at < 0 || !finishes(result[at], product, whole)) continue;
    const { tasks, weight } = result[at];
    const { domain } = product;
    result[at] = { domain, tasks: [product, ...tasks], weight };
    result.splice(from, 1);
  }
  return result;
}

function reads(
  { domain, tasks }: Kernel,
  node: Node,
  whole: ReadonlySet<Node>,
): boolean {
  return tasks.some((task) =>
    (accessesOf(task, domain, whole) as readonly Access[])
      .some((access) => access.node === node)
  );
}

/**
 * Whether a kernel's work can be done with neighbouring elements of a product
 * at a time: it reads what lies at the same place, what is the same in all
 * rows, or a single element, and all has the product's dtype.
 */
function finishes(
  { tasks, weight }: Kernel,
  { node: product, domain }: Task,
  whole: ReadonlySet<Node>,
): boolean {
  const { dtype, size, shape } = product;
  if (shape.length !== 2 || shape.some((length) => length < 2)) return false;
  if (weight > most || size > largest) return false;
  const own = new Set([product, ...tasks.map(({ node }) => node)]);
  return tasks.every((task) => {
    const { node, kind } = task;
    if (kind !== "element" || node.dtype !== dtype || node.size !== size) {
      return false;
    }
    const accesses = accessesOf(task, domain, whole);
    return Array.isArray(accesses) && accesses.every(({ node, at }: Access) => {
      if (own.has(node)) return sameView(at, domain.at);
      const [row, column] = at.strides;
      return node.dtype === dtype &&
        (column === 1 && (row === 0 || row === shape[1]) ||
          column === 0 && row === 0);
    });
  });
}
