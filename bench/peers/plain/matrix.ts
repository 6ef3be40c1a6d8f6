/** Products of matrices in row-major order, as plain loops. */

/** An array of floats of either dtype. */
export type Floats = Float32Array | Float64Array;

/** The lengths of a product: [m, k] times [k, n]. */
export interface Lengths {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** c = a·b */
export function times(
  a: Floats,
  b: Floats,
  c: Floats,
  { m, k, n }: Lengths,
): void {
  c.fill(0);
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < k; l++) {
      const factor = a[i * k + l];
      const row = i * n;
      const from = l * n;
      for (let j = 0; j < n; j++) c[row + j] += factor * b[from + j];
    }
  }
}

/** c = aᵀ·b, where a is [k, m] */
export function transposedTimes(
  a: Floats,
  b: Floats,
  c: Floats,
  { m, k, n }: Lengths,
): void {
  c.fill(0);
  for (let l = 0; l < k; l++) {
    for (let i = 0; i < m; i++) {
      const factor = a[l * m + i];
      const row = i * n;
      const from = l * n;
      for (let j = 0; j < n; j++) c[row + j] += factor * b[from + j];
    }
  }
}

/** c = a·bᵀ, where b is [n, k] */
export function timesTransposed(
  a: Floats,
  b: Floats,
  c: Floats,
  { m, k, n }: Lengths,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += a[i * k + l] * b[j * k + l];
      c[i * n + j] = sum;
    }
  }
}
