import type { DType } from "../../dtypes.ts";
import { isFloat } from "../../dtypes.ts";
import type { AxisKind } from "../compiled_form.ts";
import type { FunctionWriter } from "../wasm/function_writer.ts";
import type { Place } from "./cursors.ts";
import type { Element, Lanes } from "../machines/lanes.ts";
import { loadElement, storeElement } from "../machines/memory.ts";
import { layouts, pushElement } from "./elements.ts";
import { firstGreatest } from "./first_greatest.ts";
import type { Node } from "../plan/nodes.ts";
import type { Nest, NestTask } from "./nest.ts";

/**
 * What runs along an axis, as code before, in and after the inmost loop, whose
 * first turns may take several elements at once.
 */
export interface Accumulator {
  /** What the result holds before any turn, if it is built in memory. */
  readonly inMemory?: number;
  /** Before the loop, which begins with vectors or does not. */
  begin(vectors: boolean): void;
  /** Takes in the elements of one turn, so many of them. */
  step(lanes: Lanes, element: Element, place: Place, live: number): void;
  /** After so many vectors: makes it ready for single elements. */
  split(vectors: number): void;
  end(place: Place): void;
}

/** The accumulator for a task along an axis. */
export function accumulatorFor(
  { task: { node }, loop }: NestTask,
  { extents }: Nest,
  one: Lanes,
  many: Lanes,
): Accumulator {
  const { code } = one;
  const form = node.application!.form;
  const along = form.kind === "axis" ? form.along : "sum";
  const [{ dtype, shape }] = node.inputs;
  const { axis } = node.application!.attributes as { axis: number };
  if (along === "argmax") {
    return firstGreatest(code, dtype, startOf("max", dtype));
  }
  if (along === "cumsum") return running(one, dtype);
  const start = startOf(along, dtype);
  if (loop !== -1 && loop !== extents.length - 1) {
    return inMemory(one, along, dtype, start);
  }
  return along === "sum" && axis === shape.length - 1
    ? inLanes(one, many, dtype)
    : inLocal(one, many, along, dtype, start);
}

/** What an axis of length 1 gives: a sum of -0 is 0, all else stays. */
export function alone(
  lanes: Lanes,
  { dtype, application }: Node,
  x: Element,
): Element {
  const form = application!.form;
  const adds = form.kind === "axis" &&
    (form.along === "sum" || form.along === "cumsum");
  if (!adds) return x;
  const machine = lanes.machine(dtype);
  return machine.add(x, machine.constant(0));
}

/** What combines with any element to that element. */
function startOf(along: AxisKind, dtype: DType): number {
  if (along === "sum") return 0;
  if (along === "prod") return 1;
  const least = along === "max";
  if (isFloat(dtype)) return least ? -Infinity : Infinity;
  if (dtype === "int32") return least ? -2147483648 : 2147483647;
  return least ? 0 : -1;
}

/** The name of what combines two elements on a machine. */
const combinations = {
  sum: "add",
  prod: "multiply",
  max: "maximum",
  min: "minimum",
} as const;

type Combined = keyof typeof combinations;

/** Sets `to` to what it is combined with an element. */
function combine(
  lanes: Lanes,
  along: Combined,
  dtype: DType,
  to: Element,
  element: Element,
): void {
  lanes.locals.scope(() => {
    lanes.assign(to, lanes.machine(dtype)[combinations[along]](to, element));
    return [];
  });
}

function store(code: FunctionWriter, dtype: DType, place: Place, at: number) {
  code.get(place.cursor);
  code.get(at);
  code.memory(layouts[dtype].store, place.offset);
}

function reset(code: FunctionWriter, dtype: DType, to: number, at: number) {
  pushElement(code, dtype, to);
  code.set(at);
}

function nothing(): void {}

function inMemory(
  one: Lanes,
  along: Combined,
  dtype: DType,
  start: number,
): Accumulator {
  return {
    inMemory: start,
    begin: nothing,
    split: nothing,
    step(lanes, element, { cursor, offset }, live) {
      one.locals.scope(() => {
        const present = loadElement(lanes, dtype, cursor, offset);
        const machine = lanes.machine(dtype);
        const result = machine[combinations[along]](present, element);
        storeElement(lanes, dtype, result, cursor, offset, live);
        return [];
      });
    },
    end: nothing,
  };
}

/** An element of its own in locals that stay. */
function keep(lanes: Lanes, dtype: DType): Element {
  return Array.from(
    { length: lanes.parts(dtype) },
    () => lanes.code.local(lanes.type(dtype)),
  );
}

/** One lane of a part of an element of floats. */
export function pushLane(
  { code }: Lanes,
  dtype: DType,
  local: number,
  lane: number,
): void {
  code.get(local);
  code.lane(
    dtype === "float64" ? "f64x2.extract_lane" : "f32x4.extract_lane",
    lane,
  );
}

function inLocal(
  one: Lanes,
  many: Lanes,
  along: Combined,
  dtype: DType,
  start: number,
): Accumulator {
  const { code } = one;
  const total = keep(one, dtype);
  const vector = keep(many, dtype);
  return {
    begin(vectors) {
      reset(code, dtype, start, total[0]);
      if (vectors) many.assign(vector, many.machine(dtype).constant(start));
    },
    step(lanes, element) {
      const to = lanes.count === 1 ? total : vector.slice(0, element.length);
      combine(lanes, along, dtype, to, element);
    },
    split() {
      const lane = [code.local(one.type(dtype))];
      for (const part of vector) {
        for (let i = 0; i < 16 / layouts[dtype].bytes; i++) {
          pushLane(many, dtype, part, i);
          code.set(lane[0]);
          combine(one, along, dtype, total, lane);
        }
      }
    },
    end: (place) => store(code, dtype, place, total[0]),
  };
}

/**
 * A sum in eight partial ones. The first local takes the next element, and
 * then all move on, so that element i is added to partial sum i mod 8.
 */
function inLanes(
  one: Lanes,
  many: Lanes,
  dtype: DType,
): Accumulator {
  const { code } = one;
  const locals = (lanes: Lanes, count: number) =>
    Array.from({ length: count }, () => code.local(lanes.type(dtype)));
  const partial = locals(one, 8);
  const width = 16 / layouts[dtype].bytes;
  const ring = many === one ? [] : locals(many, 8 / width);
  /** Adds to the first of a ring of sums, which becomes the last. */
  const add = (lanes: Lanes, sums: readonly number[], element: number) => {
    const sum = lanes.machine(dtype).add([sums[0]], [element]);
    for (const local of [...sums.slice(1), sum[0]]) code.get(local);
    for (const local of sums.toReversed()) code.set(local);
    return sum;
  };
  return {
    begin(inVectors) {
      const zero = (lanes: Lanes, all: readonly number[]) =>
        all.forEach((to) =>
          lanes.assign([to], lanes.machine(dtype).constant(0).slice(0, 1))
        );
      if (inVectors) zero(many, ring);
      else zero(one, partial);
    },
    step(lanes, element) {
      const sums = lanes.count === 1 ? partial : ring;
      for (const local of element) {
        lanes.locals.scope(() => {
          add(lanes, sums, local);
          return [];
        });
      }
    },
    split(vectors) {
      partial.forEach((local, i) => {
        const sum = (i + vectors * width) % 8;
        const moved = Math.floor(sum / width) - vectors % ring.length;
        const vector = ring[(moved + ring.length) % ring.length];
        pushLane(many, dtype, vector, sum % width);
        code.set(local);
      });
    },
    end(place) {
      const m = one.machine(dtype);
      // Whichever was the first: turned round, the join is the same.
      const p = (i: number) => [partial[i]];
      const half = (i: number) =>
        m.add(m.add(p(i), p(i + 4)), m.add(p(i + 2), p(i + 6)));
      one.locals.scope(() => {
        store(code, dtype, place, m.add(half(0), half(1))[0]);
        return [];
      });
    },
  };
}

function running(one: Lanes, dtype: DType): Accumulator {
  const { code } = one;
  const total = keep(one, dtype);
  return {
    begin: () => reset(code, dtype, 0, total[0]),
    step(_lanes, element, place) {
      combine(one, "sum", dtype, total, element);
      store(code, dtype, place, total[0]);
    },
    split: nothing,
    end: nothing,
  };
}
