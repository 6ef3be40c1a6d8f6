import type { Buffer } from "../compiler/compiled_form.ts";
import type { BufferWriter } from "../compiler/emit/buffer_writer.ts";
import { allocate, type Data, type DType } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import type { Operation } from "../operation.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "../shapes.ts";
import type { WordLocals } from "./threefry_code.ts";

/** The dtypes of draws from continuous distributions. */
export type DrawnDType = "float64" | "float32";

/** What an operation on keys is made of. */
export interface DrawingDefinition<A> {
  readonly dtype: DType;
  /** The shape of what is drawn from one key. */
  shape(attributes: A): Shape;
  /** Fills `result` with what the key with the words `k0` and `k1` gives. */
  draw(k0: number, k1: number, attributes: A, result: Data): void;
  /** The same as code. */
  write(writer: BufferWriter, drawn: DrawnLocals, attributes: A): void;
  /** How many bytes the code needs beside the result. */
  scratch?(attributes: A): number;
}

/** What code that draws is given, in locals. */
export interface DrawnLocals {
  /** The words of the key. */
  readonly key: WordLocals;
  /** Where the elements drawn go: into `result`, from the index in `start` on. */
  readonly result: Buffer;
  readonly start: number;
}

/**
 * An operation that draws from a key, a uint32 tensor of shape `[2]`; from
 * keys along further axes in front, from each what it gives alone.
 */
export function drawing<A>(
  name: string,
  definition: DrawingDefinition<A>,
): (key: Value, attributes: A) => Value {
  const { dtype } = definition;
  const operation: Operation<A> = {
    name,
    infer([key], attributes) {
      const front = key.shape.slice(0, -1);
      const shape = [...front, ...definition.shape(attributes)];
      return { shape, dtype };
    },
    evaluate([key], attributes, { shape }) {
      const size = sizeOf(definition.shape(attributes));
      const result = allocate(dtype, sizeOf(shape));
      for (let i = 0; 2 * i < key.data.length; i++) {
        const [k0, k1] = [key.data[2 * i], key.data[2 * i + 1]];
        const own = result.subarray(i * size, (i + 1) * size);
        definition.draw(k0, k1, attributes, own);
      }
      return result;
    },
    compiled: {
      kind: "loops",
      write: (writer, [key], result, attributes) =>
        writeDraws(writer, key, result, definition, attributes),
      scratch: definition.scratch,
    },
  };
  return (key, attributes) => apply(operation, [key], attributes);
}

/** Draws from one key after the other. */
function writeDraws<A>(
  writer: BufferWriter,
  key: Buffer,
  result: Buffer,
  definition: DrawingDefinition<A>,
  attributes: A,
): void {
  const { code } = writer;
  const size = sizeOf(definition.shape(attributes));
  const words: WordLocals = [code.local("i32"), code.local("i32")];
  const start = code.local("i32");
  writer.repeat(sizeOf(key.shape) / 2, (i) => {
    words.forEach((local, word) => {
      const index = () => writer.sum([i, 2]).i32(word).op("i32.add");
      writer.load(key, index).set(local);
    });
    writer.sum([i, size]).set(start);
    definition.write(writer, { key: words, result, start }, attributes);
  });
}

/**
 * The number of elements in the shape of a draw.
 *
 * @throws {RangeError} for a shape with a length that is not a whole number,
 * or of more elements than a counter word can tell apart.
 */
export function drawSize(name: string, shape: Shape): number {
  checkShape(name, shape);
  const size = sizeOf(shape);
  if (size > 4294967296) {
    throw new RangeError(
      `Cannot ${name}: a draw must have at most 4294967296 elements, ` +
        `current shape is ${formatShape(shape)}`,
    );
  }
  return size;
}
