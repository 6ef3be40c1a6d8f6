/** A point of the plane. */
export type PlanePoint = readonly [x: number, y: number];

/**
 * A line without the points that lie within a distance of what remains; its
 * ends remain (Ramer 1972; Douglas and Peucker 1973).
 */
export function simplifyLine(
  points: readonly PlanePoint[],
  distance: number,
): readonly PlanePoint[] {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points[points.length - 1]];
  const [index, farthest] = farthestFrom(points, first, last);
  if (farthest <= distance * distance) return [first, last];
  return [
    ...simplifyLine(points.slice(0, index + 1), distance).slice(0, -1),
    ...simplifyLine(points.slice(index), distance),
  ];
}

/** A closed ring without such points. */
export function simplifyRing(
  ring: readonly PlanePoint[],
  distance: number,
): readonly PlanePoint[] {
  if (ring.length < 3) return ring;
  const [opposite] = farthestFrom(ring, ring[0], ring[0]);
  const there = simplifyLine(ring.slice(0, opposite + 1), distance);
  const back = simplifyLine([...ring.slice(opposite), ring[0]], distance);
  return [...there.slice(0, -1), ...back.slice(0, -1)];
}

/** The point farthest from a segment, with the square of its distance. */
function farthestFrom(
  points: readonly PlanePoint[],
  a: PlanePoint,
  b: PlanePoint,
): [index: number, squared: number] {
  let [index, farthest] = [0, -1];
  points.forEach((point, i) => {
    const squared = squaredDistance(point, a, b);
    if (squared > farthest) [index, farthest] = [i, squared];
  });
  return [index, farthest];
}

function squaredDistance(
  [x, y]: PlanePoint,
  [ax, ay]: PlanePoint,
  [bx, by]: PlanePoint,
): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length > 0 ? ((x - ax) * dx + (y - ay) * dy) / length : 0;
  const share = Math.min(Math.max(along, 0), 1);
  const [ex, ey] = [x - ax - share * dx, y - ay - share * dy];
  return ex * ex + ey * ey;
}
