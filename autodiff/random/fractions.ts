import type { Value } from "../graph.ts";
import { add } from "../operations/add.ts";
import { cast } from "../operations/cast.ts";
import { floor } from "../operations/floor.ts";
import { multiply } from "../operations/multiply.ts";
import { reshape } from "../operations/reshape.ts";
import { slice } from "../operations/slice.ts";

/** The upper 53 bits of each block over 2⁵³: float64 in [0, 1), exact. */
export function fraction53(bits: Value): Value {
  const lower = floor(multiply(wordOf(bits, 1), 1 / 0x800));
  return add(
    multiply(wordOf(bits, 0), 1 / 0x100000000),
    multiply(lower, 1 / 0x20000000000000),
  );
}

/** The upper 24 bits of a word of each block over 2²⁴: float32, exact. */
export function fraction24(bits: Value, word: 0 | 1): Value {
  const upper = floor(multiply(wordOf(bits, word), 1 / 0x100));
  return cast(multiply(upper, 1 / 0x1000000), "float32");
}

/** A word of each block, plus 1, over 2³²: float32 in (0, 1], rounded once. */
export function positiveFraction32(bits: Value, word: 0 | 1): Value {
  return cast(multiply(add(wordOf(bits, word), 1), 1 / 0x100000000), "float32");
}

/** One of the two words of each block, as float64 of shape `[count]`. */
function wordOf(bits: Value, word: 0 | 1): Value {
  const [count] = bits.shape;
  const column = slice(bits, [0, word], [count, word + 1]);
  return cast(reshape(column, [count]), "float64");
}
