/** Products of matrices in row-major order, as plain loops. */

/** An array of floats of either dtype. */
export type Floats = Float32Array | Float64Array;

/** The lengths of a product: [m, k] times [k, n]. */
export interface Lengths {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** Adds to a row of c, from `to` on, a row of b times a number. */
function addRow(
  c: Floats,
  to: number,
  factor: number,
  b: Floats,
  from: number,
  n: number,
): void {
  for (let j = 0; j < n; j++) c[to + j] += factor * b[from + j];
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
      addRow(c, i * n, a[i * k + l], b, l * n, n);
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
      addRow(c, i * n, a[l * m + i], b, l * n, n);
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
