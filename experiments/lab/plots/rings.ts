import type { PlanePoint } from "./simplify.ts";

/** Values on the points of a grid, row by row. */
export interface GridValues {
  readonly columns: number;
  readonly rows: number;
  readonly values: readonly number[];
}

/**
 * The border of where values on a grid are at least a threshold, as closed
 * rings in units of the grid, holes the other way round: marching squares
 * (Lorensen and Cline 1987, in the plane) with values between points taken as
 * linear. The region ends where the grid does; two regions that meet in a
 * saddle are joined.
 */
export function ringsAbove(
  { columns, rows, values }: GridValues,
  threshold: number,
): PlanePoint[][] {
  // a frame of points around the grid, all of them outside, closes the rings
  const stride = columns + 2;
  const valueAt = (node: number) => {
    const [column, row] = [node % stride - 1, Math.floor(node / stride) - 1];
    const isFrame = column < 0 || row < 0 || column >= columns || row >= rows;
    return isFrame ? -Infinity : values[row * columns + column];
  };
  const isInside = (node: number) => valueAt(node) >= threshold;

  const crossing = (edge: number): PlanePoint => {
    const a = edge >> 1;
    const isVertical = edge % 2 === 1;
    const [va, vb] = [valueAt(a), valueAt(isVertical ? a + stride : a + 1)];
    const share = va === -Infinity ? 1 : (threshold - va) / (vb - va);
    const [x, y] = [a % stride - 1, Math.floor(a / stride) - 1];
    return isVertical ? [x, y + share] : [x + share, y];
  };

  const next = new Map<number, number>();
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const node = row * stride + column;
      const corners = [node, node + 1, node + stride + 1, node + stride];
      const inside = corners.map(isInside);
      const [top, left] = [2 * node, 2 * node + 1];
      const edges = [top, left + 2, top + 2 * stride, left];
      connect(inside, edges, next);
    }
  }
  return trace(next).map((edges) => edges.map(crossing));
}

/**
 * Joins the edges of one cell: from each where the way around the cell leaves
 * the region to that where it comes back.
 */
function connect(
  inside: readonly boolean[],
  edges: readonly number[],
  next: Map<number, number>,
): void {
  for (let k = 0; k < 4; k++) {
    if (!inside[k] || inside[(k + 1) % 4]) continue;
    let back = k + 1;
    while (!inside[(back + 1) % 4]) back++;
    next.set(edges[k], edges[back % 4]);
  }
}

/** The closed ways along a successor function, which is used up. */
function trace(next: Map<number, number>): number[][] {
  const rings: number[][] = [];
  for (const start of [...next.keys()]) {
    const ring: number[] = [];
    let edge: number | undefined = start;
    while (edge !== undefined && next.has(edge)) {
      const following: number | undefined = next.get(edge);
      ring.push(edge);
      next.delete(edge);
      edge = following;
    }
    if (ring.length > 0) rings.push(ring);
  }
  return rings;
}
