import { type DType, isFloat } from "../../dtypes.ts";
import type { AxisKind } from "../compiled_form.ts";
import type { Element, Lanes } from "../machines/lanes.ts";
import { loadElement, type Place, storeElement } from "../machines/memory.ts";
import type { Node } from "../plan/nodes.ts";
import { layouts } from "./elements.ts";
import type { NestTask } from "../plan/tasks.ts";
import type { Nest } from "./nest.ts";

/** What runs along an axis, as code before, in and after the inmost loop. */
export interface Accumulator {
  /** What the result holds before any turn, if it is built in memory. */
  readonly inMemory?: number;
  begin?(): void;
  /** Takes in the elements of one turn, so many of them. */
  step(lanes: Lanes, element: Element, place: Place, live: number): void;
  end?(place: Place): void;
}

/**
 * The accumulator for a task along an axis.
 *
 * @param one a single lane.
 * @param many as many lanes as most turns of the loop have.
 */
export function accumulatorFor(
  task: NestTask,
  { extents }: Nest,
  one: Lanes,
  many: Lanes,
): Accumulator {
  const { task: { node }, loop } = task;
  const [{ dtype }] = node.inputs;
  const along = alongOf(node)!;
  const inmost = extents.length - 1;
  if (along === "argmax") return firstGreatest(one, dtype);
  if (along === "cumsum") return single(one, "sum", dtype, true);
  if (loop !== inmost) return inMemory(one, along, dtype);
  return takesVectors(task, inmost)
    ? inEight(one, many, along, dtype, extents[inmost])
    : single(one, along, dtype);
}

/**
 * Whether what runs along an axis can take several elements at once: what is
 * rounded keeps its order.
 */
export function takesVectors(
  { task: { node }, loop }: NestTask,
  inmost: number,
): boolean {
  const along = alongOf(node);
  const [{ dtype, shape }] = node.inputs;
  const { axis } = node.application!.attributes as { axis: number };
  if (!isFloat(dtype) || along === "argmax" || along === "cumsum") return false;
  return loop !== inmost || along === "max" || along === "min" ||
    along === "sum" && axis === shape.length - 1;
}

/** What is done along the axis of a node. */
export function alongOf({ application }: Node): AxisKind | undefined {
  const form = application?.form;
  return form?.kind === "axis" ? form.along : undefined;
}

/** What an axis of length 1 gives: a sum of -0 is 0, all else stays. */
export function alone(lanes: Lanes, node: Node, x: Element): Element {
  const along = alongOf(node);
  const machine = lanes.machine(node.dtype);
  if (along === "argmax") return machine.constant(0);
  return along === "sum" || along === "cumsum"
    ? machine.add(x, machine.constant(0))
    : x;
}

/** The name of what combines two elements on a machine. */
const combinations = {
  sum: "add",
  prod: "multiply",
  max: "maximum",
  min: "minimum",
} as const;

type Combined = keyof typeof combinations;

/** What combines with any element to that element. */
function startOf(along: Combined, dtype: DType): number {
  if (along === "sum") return 0;
  if (along === "prod") return 1;
  const least = along === "max";
  if (isFloat(dtype)) return least ? -Infinity : Infinity;
  if (dtype === "int32") return least ? -2147483648 : 2147483647;
  return least ? 0 : -1;
}

/** One after the other into the result, which lies elsewhere in each turn. */
function inMemory(one: Lanes, along: Combined, dtype: DType): Accumulator {
  return {
    inMemory: startOf(along, dtype),
    step(lanes, element, place, live) {
      one.locals.scope(() => {
        const present = loadElement(lanes, dtype, place);
        const machine = lanes.machine(dtype);
        const result = machine[combinations[along]](present, element);
        storeElement(lanes, dtype, result, place, live);
        return [];
      });
    },
  };
}

/** One after the other; where it is `running`, each turn keeps the result. */
function single(
  one: Lanes,
  along: Combined,
  dtype: DType,
  running: boolean = false,
): Accumulator {
  const total = [one.code.local(one.type(dtype))];
  const store = (place: Place) => storeElement(one, dtype, total, place);
  return {
    begin: () => one.assign(total, one.constant(dtype, startOf(along, dtype))),
    step(_, element, place) {
      one.locals.scope(() => {
        const machine = one.machine(dtype);
        one.assign(total, machine[combinations[along]](total, element));
        return [];
      });
      if (running) store(place);
    },
    end: running ? undefined : store,
  };
}

/**
 * Eight partial results, first in vectors, then, for what is left, in a local
 * each. The first local takes the next element, and then all move on, so that
 * element i goes into partial result i mod 8.
 */
function inEight(
  one: Lanes,
  many: Lanes,
  along: Combined,
  dtype: DType,
  length: number,
): Accumulator {
  const { code } = one;
  const width = 16 / layouts[dtype].bytes;
  const vectors = many === one ? 0 : Math.floor(length / width);
  const locals = (lanes: Lanes, count: number) =>
    Array.from({ length: count }, () => code.local(lanes.type(dtype)));
  const partial = locals(one, 8);
  const ring = many === one ? [] : locals(many, 8 / width);
  let inVectors = false;
  const combine = (lanes: Lanes, a: Element, b: Element) =>
    lanes.machine(dtype)[combinations[along]](a, b);
  const add = (lanes: Lanes, sums: readonly number[], element: number) =>
    lanes.locals.scope(() => {
      const sum = combine(lanes, [sums[0]], [element]);
      for (const local of [...sums.slice(1), ...sum]) code.get(local);
      for (const local of sums.toReversed()) code.set(local);
      return [];
    });
  const pushLane = (vector: number, lane: number) => {
    code.get(vector);
    code.lane(
      dtype === "float64" ? "f64x2.extract_lane" : "f32x4.extract_lane",
      lane,
    );
  };
  const leaveVectors = () => {
    if (!inVectors) return;
    inVectors = false;
    partial.forEach((local, i) => {
      const sum = (i + vectors * width) % 8;
      const moved = Math.floor(sum / width) - vectors % ring.length;
      pushLane(ring[(moved + ring.length) % ring.length], sum % width);
      code.set(local);
    });
  };
  return {
    begin() {
      inVectors = vectors > 0;
      const [lanes, all] = inVectors ? [many, ring] : [one, partial];
      const [start] = lanes.constant(dtype, startOf(along, dtype));
      for (const local of all) lanes.assign([local], [start]);
    },
    step(lanes, element, _, live) {
      if (lanes === one) return add(one, partial, element[0]);
      const whole = Math.floor(live / width);
      for (const local of element.slice(0, whole)) add(lanes, ring, local);
      if (whole * width === live) return;
      leaveVectors();
      for (let at = whole * width; at < live; at++) {
        lanes.locals.scope(() => {
          const [next] = one.make(
            dtype,
            1,
            () => pushLane(element[whole], at % width),
          );
          add(one, partial, next);
          return [];
        });
      }
    },
    end(place) {
      leaveVectors();
      // Whichever was the first: turned round, the join is the same.
      const pair = (i: number) => combine(one, [partial[i]], [partial[i + 4]]);
      const half = (i: number) => combine(one, pair(i), pair(i + 2));
      one.locals.scope(() => {
        const all = combine(one, half(0), half(1));
        storeElement(one, dtype, all, place);
        return [];
      });
    },
  };
}

/** The index of the first NaN, else of the first greatest element. */
function firstGreatest(one: Lanes, dtype: DType): Accumulator {
  const { code } = one;
  const numbers = dtype === "bool" ? "uint32" : dtype;
  const best = [code.local(one.type(dtype))];
  const [index, at] = [[code.local("i32")], [code.local("i32")]];
  const m = one.machine(numbers);
  const indices = one.machine("int32");
  return {
    begin() {
      one.assign(best, m.constant(startOf("max", numbers)));
      for (const local of [index, at]) one.assign(local, indices.constant(0));
    },
    step(_, element) {
      one.locals.scope(() => {
        const greater = m.less(best, element);
        const isFirst = isFloat(dtype)
          ? m.or(
            greater,
            m.and(m.not(m.equal(element, element)), m.equal(best, best)),
          )
          : greater;
        one.assign(best, m.select(isFirst, element, best));
        one.assign(index, indices.select(isFirst, at, index));
        one.assign(at, indices.add(at, indices.constant(1)));
        return [];
      });
    },
    end: (place) => storeElement(one, "int32", index, place),
  };
}
