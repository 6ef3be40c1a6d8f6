/** Enclosures of operations that move elements and do not change them. */
import type { Concrete, Value } from "../../../../autodiff/graph.ts";
import {
  bound,
  boundSum,
  type Enclosure,
  type Rule,
  unknown,
} from "./enclosure.ts";

/** The operation's own value, on numbers in place of the elements. */
function moved(step: Value, ...inputs: Float64Array[]): Float64Array {
  const { operation, inputs: values, attributes } = step.application!;
  const concretes = inputs.map((data, i) => ({
    shape: values[i].shape,
    dtype: values[i].dtype === "int32" ? "int32" : "float64",
    data: values[i].dtype === "int32" ? Int32Array.from(data) : data,
    weak: false,
  }));
  const type = { shape: step.shape, dtype: "float64" as const, weak: false };
  const data = operation.evaluate(
    concretes as unknown as Concrete[],
    attributes,
    type,
  );
  return Float64Array.from(data);
}

const move: Rule = (inputs, step) => ({
  low: moved(step, ...inputs.map((x) => x.low)),
  high: moved(step, ...inputs.map((x) => x.high)),
  origin: moved(step, ...inputs.map((x) => x.origin)),
});

const same: Rule = ([x]) => x;

/** The padding may be equal to anything. */
const pad: Rule = (inputs, step, rounding) => {
  const result = move(inputs, step, rounding);
  const { value } = step.application!.attributes as { value: number };
  const inside = moved(step, inputs[0].low.map(() => value + 1));
  const out = inside.map((x) => x === value ? 1 : 0);
  out.forEach((is, i) => {
    if (is === 0) return;
    result.origin[i] = 0;
    if (value !== 0) bound(result, i, value, value, rounding, 1);
  });
  return result;
};

/** Where an index is not sure, the rows of all that it may be. */
const take: Rule = ([x, indices], step) => {
  let result: Enclosure | undefined;
  const ambiguity = indices.high.reduce(
    (most, high, i) => Math.max(most, high - indices.low[i]),
    0,
  );
  for (let k = 0; k <= ambiguity; k++) {
    const at = indices.low.map((low, i) => Math.min(low + k, indices.high[i]));
    const low = moved(step, x.low, at);
    const high = moved(step, x.high, at);
    const origin = moved(step, x.origin, at);
    result = result === undefined ? { low, high, origin } : {
      low: low.map((y, i) => Math.min(y, result!.low[i])),
      high: high.map((y, i) => Math.max(y, result!.high[i])),
      origin: origin.map((y, i) => y === result!.origin[i] ? y : 0),
    };
  }
  return result!;
};

/** Where an index is not sure, each row that it may be gets a share or none. */
const scatterAdd: Rule = ([x, indices], step, rounding) => {
  const { size } = step.application!.attributes as { size: number };
  const [groups, count, inner] = step.application!.inputs[0].shape;
  const result = unknown(groups * size * inner);
  const total = new Float64Array(result.low.length);
  for (let position = 0; position < groups * count; position++) {
    const [first, last] = [indices.low[position], indices.high[position]];
    for (let index = first; index <= last; index++) {
      const row = Math.floor(position / count) * size + (index + size) % size;
      for (let i = 0; i < inner; i++) {
        const [from, to] = [position * inner + i, row * inner + i];
        const low = first === last ? x.low[from] : Math.min(0, x.low[from]);
        const high = first === last ? x.high[from] : Math.max(0, x.high[from]);
        result.low[to] += low;
        result.high[to] += high;
        total[to] += Math.max(Math.abs(low), Math.abs(high));
      }
    }
  }
  total.forEach((size, i) => {
    boundSum(
      result,
      i,
      [result.low[i], result.high[i], size],
      count,
      rounding,
    );
  });
  return result;
};

const oneHot: Rule = ([indices], step) => {
  const depth = step.shape[step.shape.length - 1];
  const result = unknown(indices.low.length * depth);
  indices.low.forEach((first, position) => {
    const last = indices.high[position];
    for (let index = first; index <= last; index++) {
      result.high[position * depth + index] = 1;
      if (first === last) result.low[position * depth + index] = 1;
    }
  });
  return result;
};

export const movement: Record<string, Rule> = {
  asScalar: same,
  broadcastTo: move,
  concatenate: move,
  flip: move,
  oneHot,
  pad,
  reshape: same,
  scatterAdd,
  slice: move,
  stopGradient: same,
  take,
  transpose: move,
};
