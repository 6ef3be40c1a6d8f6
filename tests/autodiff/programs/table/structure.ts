/** How tests call the operations that move elements about. */
import * as t from "../../../../autodiff/mod.ts";
import type { Choices } from "../choices.ts";
import { type Call, type Entry, sizeOf, textOf } from "../entry.ts";
import { stretchable } from "./elementwise.ts";

type Shape = readonly number[];

function reshape(choices: Choices, shape: Shape): Call {
  const size = sizeOf(shape);
  const factor = [2, 3, 5, 7].find((f) => size > 0 && size % f === 0) ?? 1;
  const target = choices.pick([
    [size],
    [-1],
    [...shape, 1],
    [1, ...shape],
    ...(size > 0 ? [[factor, -1], [size / factor, 1, factor]] : []),
    ...(size === 1 ? [[]] : []),
  ]);
  return {
    slots: [{ shape }],
    apply: ([x]) => t.reshape(x, target),
    text: `${textOf(shape)} to ${textOf(target)}`,
  };
}

function transpose(choices: Choices, shape: Shape): Call {
  const axes = choices.oneIn(4)
    ? undefined
    : choices.shuffle(shape.map((_, axis) => axis));
  return {
    slots: [{ shape }],
    apply: ([x]) => t.transpose(x, axes),
    text: `${textOf(shape)} ${axes}`,
  };
}

function broadcastTo(choices: Choices, shape: Shape): Call {
  const target = choices.oneIn(2) ? [2, ...shape] : shape;
  const from = stretchable(choices, target);
  return {
    slots: [{ shape: from }],
    apply: ([x]) => t.broadcastTo(x, target),
    text: `${textOf(from)} to ${textOf(target)}`,
  };
}

function slice(choices: Choices, shape: Shape): Call {
  const begin: number[] = [], end: number[] = [], step: number[] = [];
  for (const length of shape) {
    const first = choices.between(0, length);
    const last = choices.between(first, length);
    begin.push(first > 0 && choices.oneIn(2) ? first - length : first);
    end.push(last === length && choices.oneIn(2) ? Infinity : last);
    step.push(choices.between(1, 3));
  }
  // Fewer entries than axes leave the last axes whole.
  const given = choices.between(0, shape.length);
  const [b, e, s] = [begin, end, step].map((entry) => entry.slice(0, given));
  return {
    slots: [{ shape }],
    apply: ([x]) => t.slice(x, b, e, s),
    text: `${textOf(shape)} from ${b} to ${e} by ${s}`,
  };
}

function pad(choices: Choices, shape: Shape): Call {
  const widths = shape.map((): [number, number] => [
    choices.below(3),
    choices.below(3),
  ]);
  const value = choices.oneIn(2) ? choices.number(-1, 1) : undefined;
  return {
    slots: [{ shape }],
    apply: ([x]) => t.pad(x, widths, value),
    text: `${textOf(shape)} by ${JSON.stringify(widths)} with ${value}`,
  };
}

function concatenate(choices: Choices, first: Shape): Call {
  const shape = first.length === 0 ? [2] : first;
  const axis = choices.below(shape.length);
  const count = choices.between(1, 3);
  const shapes = Array.from(
    { length: count },
    (_, i) =>
      shape.map((length, at) =>
        at === axis && i > 0 ? choices.below(4) : length
      ),
  );
  const given = choices.pick([axis, axis - shape.length]);
  return {
    slots: shapes.map((shape) => ({ shape })),
    apply: (operands) => t.concatenate(operands, given),
    text: `${shapes.map(textOf).join(" ")} along ${given}`,
  };
}

function stack(choices: Choices, shape: Shape): Call {
  const axis = choices.between(-shape.length - 1, shape.length);
  const count = choices.between(1, 3);
  return {
    slots: Array.from({ length: count }, () => ({ shape })),
    apply: (operands) => t.stack(operands, axis),
    text: `${count} of ${textOf(shape)} along ${axis}`,
  };
}

function flip(choices: Choices, shape: Shape): Call {
  const axes = choices.oneIn(3)
    ? undefined
    : choices.subset(shape.map((_, axis) => axis - shape.length));
  return {
    slots: [{ shape }],
    apply: ([x]) => t.flip(x, axes),
    text: `${textOf(shape)} along ${axes}`,
  };
}

const calls = {
  broadcastTo,
  concatenate,
  flip,
  pad,
  reshape,
  slice,
  stack,
  transpose,
};

export const structure: Record<string, Entry> = Object.fromEntries(
  Object.entries(calls).map((
    [name, call],
  ) => [name, { kind: "structure", call }]),
);
