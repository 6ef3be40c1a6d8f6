import type { FunctionWriter } from "../wasm/function_writer.ts";
import type { Kind } from "./kinds.ts";

/**
 * Transposes a square of vectors: 4 of float32 or 2 of float64. Afterwards
 * each local holds what was one lane of all of them.
 *
 * @param rows the locals of the square.
 * @param spare as many further locals.
 */
export function transposeSquare(
  f: FunctionWriter,
  kind: Kind,
  rows: readonly number[],
  spare: readonly number[],
): void {
  const pick = (target: number, a: number, b: number, lanes: number[]) => {
    const bytes = lanes.flatMap((lane) =>
      Array.from({ length: kind.size }, (_, i) => lane * kind.size + i)
    );
    f.get(a);
    f.get(b);
    f.shuffle(bytes);
    f.set(target);
  };
  if (kind.lanes === 2) {
    const [a, b] = rows;
    pick(spare[0], a, b, [0, 2]);
    pick(b, a, b, [1, 3]);
    f.get(spare[0]);
    f.set(a);
    return;
  }
  const [a, b, c, d] = rows;
  const [lowAB, highAB, lowCD, highCD] = spare;
  pick(lowAB, a, b, [0, 4, 1, 5]);
  pick(highAB, a, b, [2, 6, 3, 7]);
  pick(lowCD, c, d, [0, 4, 1, 5]);
  pick(highCD, c, d, [2, 6, 3, 7]);
  pick(a, lowAB, lowCD, [0, 1, 4, 5]);
  pick(b, lowAB, lowCD, [2, 3, 6, 7]);
  pick(c, highAB, highCD, [0, 1, 4, 5]);
  pick(d, highAB, highCD, [2, 3, 6, 7]);
}
