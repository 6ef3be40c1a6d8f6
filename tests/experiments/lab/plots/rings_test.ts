import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  type GridValues,
  ringsAbove,
} from "../../../../experiments/lab/plots/rings.ts";
import {
  type PlanePoint,
  simplifyLine,
  simplifyRing,
} from "../../../../experiments/lab/plots/simplify.ts";
import { check } from "../../../support/property.ts";

/** How often rings go around a point, those the other way counted down. */
function winding(rings: readonly PlanePoint[][], [x, y]: PlanePoint): number {
  let turns = 0;
  for (const ring of rings) {
    ring.forEach(([ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length];
      const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
      if (ay <= y && by > y && side > 0) turns++;
      if (by <= y && ay > y && side < 0) turns--;
    });
  }
  return turns;
}

/** The area within a ring, by its sign whichever way it goes. */
function area(ring: readonly PlanePoint[]): number {
  return ring.reduce((sum, [ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length];
    return sum + (ax * by - bx * ay) / 2;
  }, 0);
}

const total = (rings: readonly PlanePoint[][]) =>
  rings.reduce((sum, ring) => sum + area(ring), 0);

function gridOf(
  columns: number,
  rows: number,
  f: (x: number, y: number) => number,
): GridValues {
  const values = Array.from(
    { length: columns * rows },
    (_, i) => f(i % columns, Math.floor(i / columns)),
  );
  return { columns, rows, values };
}

const grids = fc.tuple(
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 6 }),
).chain(([columns, rows]) =>
  fc.array(fc.constantFrom(0, 1, 2, 3, 4), {
    minLength: columns * rows,
    maxLength: columns * rows,
  }).map((values) => ({ columns, rows, values }))
);

Deno.test("ringsAbove() go around the points of the grid that are above, and no other", () => {
  check(fc.property(grids, (grid) => {
    const rings = ringsAbove(grid, 1.5);
    for (let row = 1; row < grid.rows - 1; row++) {
      for (let column = 1; column < grid.columns - 1; column++) {
        const isAbove = grid.values[row * grid.columns + column] >= 1.5;
        assertEquals(winding(rings, [column, row]), isAbove ? 1 : 0);
      }
    }
    for (const [x, y] of rings.flat()) {
      assert(x >= 0 && y >= 0 && x <= grid.columns - 1 && y <= grid.rows - 1);
    }
  }));
});

Deno.test("ringsAbove() cross edges where the value is the threshold", () => {
  check(fc.property(grids, (grid) => {
    const at = (x: number, y: number) => grid.values[y * grid.columns + x];
    for (const [x, y] of ringsAbove(grid, 1.5).flat()) {
      const [x0, y0] = [Math.floor(x), Math.floor(y)];
      if (x !== x0) {
        const [a, b] = [at(x0, y), at(x0 + 1, y)];
        // one division, two products and a sum of numbers up to 4
        assertAlmostEquals(a + (b - a) * (x - x0), 1.5, 4 * 4 * 2 ** -52);
      } else if (y !== y0) {
        const [a, b] = [at(x, y0), at(x, y0 + 1)];
        assertAlmostEquals(a + (b - a) * (y - y0), 1.5, 4 * 4 * 2 ** -52);
      } else assert(at(x, y) >= 1.5, "at the border of the grid");
    }
  }));
});

Deno.test("ringsAbove() is the whole grid, or nothing, where all is above or below", () => {
  const flat = gridOf(4, 3, () => 1);
  assertEquals(Math.abs(total(ringsAbove(flat, 1))), 3 * 2);
  assertEquals(ringsAbove(flat, 1.1), []);
});

Deno.test("ringsAbove() has holes, which go the other way", () => {
  const cone = gridOf(61, 61, (x, y) => {
    const [dx, dy] = [x - 30, y - 30];
    return Math.sqrt(dx * dx + dy * dy);
  });
  const whole = Math.abs(total(ringsAbove(cone, 0)));
  const [around, hole] = ringsAbove(cone, 20);
  assertEquals(Math.sign(area(around)), -Math.sign(area(hole)));
  const inside = whole - Math.abs(total([around, hole]));
  // chords of at most a diagonal of a cell: off by less than c²/8r of the radius
  assertAlmostEquals(inside, Math.PI * 400, 2 * Math.PI * 20 * 2 / 160);
});

const points = fc.array(
  fc.tuple(
    fc.integer({ min: -20, max: 20 }),
    fc.integer({ min: -20, max: 20 }),
  ),
  { maxLength: 30 },
);

function distance([x, y]: PlanePoint, a: PlanePoint, b: PlanePoint): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy || 1;
  const share = ((x - a[0]) * dx + (y - a[1]) * dy) / length;
  const t = Math.min(1, Math.max(0, share));
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
}

Deno.test("simplifyLine() keeps the ends, and what it leaves out lies near", () => {
  check(fc.property(points, fc.constantFrom(0, 0.5, 3), (line, most) => {
    const kept = simplifyLine(line, most);
    assertEquals([kept[0], kept.at(-1)], [line[0], line.at(-1)]);
    let segment = 0;
    for (const point of line) {
      if (point === kept[segment + 1]) segment++;
      const [a, b] = [kept[segment], kept[segment + 1] ?? kept[segment]];
      // squares of whole numbers up to 40 are exact, the share is rounded
      assert(distance(point, a, b) <= most + 1e-9);
    }
    assertEquals(segment, Math.max(kept.length - 1, 0));
  }));
});

Deno.test("simplifyLine() leaves out what lies on the way", () => {
  const line: PlanePoint[] = [[0, 0], [1, 0.1], [2, 0], [2, 2], [2, 4], [0, 4]];
  assertEquals(simplifyLine(line, 0.2), [[0, 0], [2, 0], [2, 4], [0, 4]]);
  assertEquals(simplifyLine(line, 0), [
    line[0],
    line[1],
    line[2],
    line[4],
    line[5],
  ]);
});

Deno.test("simplifyRing() keeps a ring's corners, whichever it begins with", () => {
  const square: PlanePoint[] = [
    ...[[0, 0], [1, 0], [2, 0], [2, 1]] as PlanePoint[],
    ...[[2, 2], [1, 2], [0, 2], [0, 1]] as PlanePoint[],
  ];
  for (let i = 0; i < square.length; i += 2) {
    const turned = [...square.slice(i), ...square.slice(0, i)];
    assertEquals(
      new Set(simplifyRing(turned, 0.1).map(String)),
      new Set(["0,0", "2,0", "2,2", "0,2"]),
    );
  }
});
