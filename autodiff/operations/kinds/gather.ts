import type { Buffer } from "../../compiler/compiled_form.ts";
import type { BufferWriter } from "../../compiler/emit/buffer_writer.ts";
import { layouts } from "../../compiler/emit/elements.ts";
import { writeCopy } from "../../compiler/loops/copy.ts";
import type {
  Instruction,
  MemoryInstruction,
} from "../../compiler/wasm/opcodes.ts";
import { allocate } from "../../dtypes.ts";
import { apply, type TensorType, type Value } from "../../graph.ts";
import type { Operation } from "../../operation.ts";
import { type Shape, sizeOf } from "../../shapes.ts";
import { reshape } from "../reshape.ts";
import { alignBatch } from "./align_batch.ts";

/** What indices count in, and how messages name it. */
export interface Indexed {
  /** The length of the axis that the indices count in. */
  readonly size: number;
  /** The operation that the user called. */
  readonly name: string;
  /** The axis that the user named. */
  readonly axis: number;
}

/**
 * Reads rows: from [groups, size, inner] at indices [groups, count] to
 * [groups, count, inner]. Every group has indices of its own.
 */
const gathering: Operation<Indexed> = {
  name: "take",
  infer: ([x, indices]) => resized(x, indices.shape[1]),
  evaluate([x, indices], indexed, { shape, dtype }) {
    const inner = shape[2];
    const result = allocate(dtype, sizeOf(shape));
    forEachRow(indices.data, shape, indexed, (position, row) => {
      const from = x.data.subarray(row * inner, (row + 1) * inner);
      result.set(from, position * inner);
    });
    return result;
  },
  compiled: {
    kind: "loops",
    write(w, [x, indices], result, indexed) {
      const bytes = result.shape[2] * layouts[result.dtype].bytes;
      const [from, to] = [w.local("int32"), w.local("int32")];
      eachRow(w, indices, indexed, (position, row) => {
        setRow(w, from, x, row);
        setRow(w, to, result, position);
        const push = (local: number) => () => w.code.get(local);
        writeCopy(w.code, push(to), push(from), bytes);
      });
    },
    error: indexError,
  },
  derivative: (g, index, { inputs: [, indices], attributes }) =>
    index === 0 ? scatter(g, indices, attributes) : undefined,
  batch([x, indices], mapped, size, attributes) {
    if (mapped[0] || x.shape[0] !== 1) {
      return inGroups(gathering, [x, indices], mapped, size, attributes);
    }
    const [, , count] = indices.shape;
    const flat = reshape(indices, [1, size * count]);
    const rows = gather(x, flat, attributes);
    return reshape(rows, [size, 1, count, x.shape[2]]);
  },
};

/**
 * Adds rows to zeros: from [groups, count, inner] at indices [groups, count]
 * to [groups, size, inner], in ascending order of the position in `count`.
 */
const scattering: Operation<Indexed> = {
  name: "scatterAdd",
  infer: ([x], { size }) => resized(x, size),
  evaluate([x, indices], indexed, { shape, dtype }) {
    const inner = shape[2];
    const result = allocate(dtype, sizeOf(shape));
    forEachRow(indices.data, x.shape, indexed, (position, row) => {
      const [from, to] = [position * inner, row * inner];
      for (let i = 0; i < inner; i++) {
        result[to + i] += x.data[from + i];
      }
    });
    return result;
  },
  compiled: {
    kind: "loops",
    write(w, [x, indices], result, indexed) {
      const [from, to] = [w.local("int32"), w.local("int32")];
      w.fill(result, 0);
      eachRow(w, indices, indexed, (position, row) => {
        setRow(w, from, x, position);
        setRow(w, to, result, row);
        addRow(w, result, from, to);
      });
    },
    error: indexError,
  },
  derivative: (g, index, { inputs: [, indices], attributes }) =>
    index === 0 ? gather(g, indices, attributes) : undefined,
  batch: (inputs, mapped, size, attributes) =>
    inGroups(scattering, inputs, mapped, size, attributes),
};

function resized({ shape, dtype }: TensorType, length: number): TensorType {
  return { shape: [shape[0], length, shape[2]], dtype };
}

/** Instances become groups: each keeps its own rows and indices. */
function inGroups(
  operation: Operation<Indexed>,
  inputs: readonly Value[],
  mapped: readonly boolean[],
  size: number,
  attributes: Indexed,
): Value {
  const aligned = alignBatch(inputs, mapped, size);
  const merged = aligned.map(({ shape: [, groups, ...rest] }, i) =>
    reshape(aligned[i], [size * groups, ...rest])
  );
  const result = apply(operation, merged, attributes);
  const groups = aligned[0].shape[1];
  return reshape(result, [size, groups, ...result.shape.slice(1)]);
}

/**
 * Calls `visit` for each index, by position: with its position and the row,
 * counted over all groups, that it names.
 *
 * @throws {RangeError} for an index outside [-size, size).
 */
function forEachRow(
  indices: ArrayLike<number>,
  [groups, count]: Shape,
  indexed: Indexed,
  visit: (position: number, row: number) => void,
): void {
  const { size } = indexed;
  for (let position = 0; position < groups * count; position++) {
    const index = indices[position];
    if (index < -size || index >= size) {
      throw indexError(index, indexed);
    }
    const group = Math.floor(position / count);
    visit(position, group * size + (index < 0 ? index + size : index));
  }
}

function indexError(index: number, { size, name, axis }: Indexed): RangeError {
  return new RangeError(
    `Cannot ${name}: index ${index} is out of range for axis ${axis} ` +
      `of size ${size}`,
  );
}

/** Writes what {@link forEachRow} does; both are locals. */
function eachRow(
  w: BufferWriter,
  indices: Buffer,
  { size }: Indexed,
  visit: (position: number, row: number) => void,
): void {
  const { code } = w;
  const [groups, count] = indices.shape;
  const index = w.local("int32");
  const position = w.local("int32");
  const row = w.local("int32");
  w.repeat(groups, (group) => {
    w.repeat(count, (k) => {
      w.sum([group, count], [k, 1]).set(position);
      w.load(indices, () => code.get(position)).set(index);
      code.get(index).i32(-size).op("i32.lt_s");
      code.get(index).i32(size).op("i32.ge_s", "i32.or");
      w.failOr(index, () => {
        w.sum([group, size], [index, 1]);
        code.i32(size).i32(0).get(index).i32(0).op("i32.lt_s", "select");
        code.op("i32.add").set(row);
        visit(position, row);
      });
    });
  });
}

/** Sets a local to the address of a row. */
function setRow(
  w: BufferWriter,
  local: number,
  { address, shape, dtype }: Buffer,
  row: number,
): void {
  const at = w.sum([row, shape[2] * layouts[dtype].bytes]);
  at.i32(address).op("i32.add").set(local);
}

/** Adds the row at one address to that at another; both locals move on. */
function addRow(
  w: BufferWriter,
  { shape, dtype }: Buffer,
  from: number,
  to: number,
): void {
  const { code } = w;
  const { bytes, type, load, store } = layouts[dtype];
  const add = (
    size: number,
    load: MemoryInstruction,
    sum: Instruction,
    store: MemoryInstruction,
  ) => {
    code.get(to);
    for (const local of [to, from]) code.get(local).memory(load);
    code.op(sum).memory(store);
    for (const local of [to, from]) {
      code.get(local).i32(size).op("i32.add").set(local);
    }
  };
  const lanes = 16 / bytes;
  const sum = `${type}x${lanes}.add` as Instruction;
  w.repeat(
    Math.floor(shape[2] / lanes),
    () => add(16, "v128.load", sum, "v128.store"),
  );
  w.repeat(
    shape[2] % lanes,
    () => add(bytes, load, `${type}.add` as Instruction, store),
  );
}

/** The rows of `x` at `indices`, a group at a time. */
export function gather(x: Value, indices: Value, indexed: Indexed): Value {
  return apply(gathering, [x, indices], indexed);
}

/** The rows of `x` added up at `indices`, a group at a time. */
export function scatter(x: Value, indices: Value, indexed: Indexed): Value {
  return apply(scattering, [x, indices], indexed);
}

/**
 * Checks that a value can index.
 *
 * @throws {TypeError} for a dtype other than int32.
 */
export function checkIndices(name: string, { dtype }: Value): void {
  if (dtype === "int32") return;
  throw new TypeError(
    `Cannot ${name}: indices must have dtype int32, current dtype is ${dtype}`,
  );
}
