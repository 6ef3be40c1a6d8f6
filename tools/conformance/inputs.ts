import { type DType, type Tensor, tensor } from "../../autodiff/mod.ts";
import { threefry2x32 } from "../../autodiff/random/threefry.ts";

/** How many numbers each set has. */
const count = 2048;

/** Numbers whose bits are random: every exponent, both signs, NaN, infinity. */
export function anyNumbers(dtype: DType): Tensor {
  const words = new Uint32Array(2 * count);
  for (let i = 0; i < count; i++) {
    words.set(threefry2x32(1, 2, i, 3), 2 * i);
  }
  return dtype === "float32"
    ? tensor(Array.from(new Float32Array(words.buffer)), dtype)
    : tensor(Array.from(new Float64Array(words.buffer)));
}

/** Numbers of moderate size: odd multiples of 2⁻²⁷ in (−16, 16). */
export function moderateNumbers(dtype: DType, stream = 0): Tensor {
  const numbers = Array.from({ length: count }, (_, i) => {
    const [word] = threefry2x32(3, 4, i, stream);
    return (word - 2147483648) / 134217728 + 1 / 268435456;
  });
  return tensor(numbers, dtype);
}

/** Both sets, one after the other. */
export function allNumbers(dtype: DType): Tensor[] {
  return [anyNumbers(dtype), moderateNumbers(dtype)];
}

/** The numbers of moderate size as a matrix. */
export function matrix(
  rows: number,
  columns: number,
  dtype: DType,
  stream = 0,
): Tensor {
  return moderateNumbers(dtype, stream)
    .slice([0], [rows * columns]).reshape([rows, columns]);
}
