import type { FunctionWriter } from "../wasm/function_writer.ts";

/** Where the elements of a matrix lie: numbers of elements, at least 0. */
export interface MatrixLayout {
  /** From one row to the next. */
  readonly rowStride: number;
  /** From one column to the next. */
  readonly columnStride: number;
}

/** Several products of the same shape: numbers of elements between them. */
export interface MatmulBatch {
  /** How many products. */
  readonly count: number;
  /** From one left matrix to the next. */
  readonly aStride: number;
  /** From one right matrix to the next. */
  readonly bStride: number;
  /** From one result to the next. */
  readonly cStride: number;
}

/** Where elements of the result are, as a function that writes them has it. */
export interface FinishPlace {
  /** A local with an address, and the bytes behind it. */
  readonly pointer: number;
  readonly offset: number;
  /** A local with the bytes in front in the same row, and more of them. */
  readonly column: number;
  readonly columnOffset: number;
}

/** What is done with the elements of a result instead of writing them. */
export interface Finish {
  /** The address that the function is told to write to. */
  readonly address: number;
  /** Writes the code for the first `width` elements of a local. */
  write(
    f: FunctionWriter,
    vector: number,
    width: number,
    place: FinishPlace,
  ): void;
}

/** A matrix product of fixed sizes: C = A·B. */
export interface MatmulSpec {
  readonly dtype: "float32" | "float64";
  /** Rows of A and C. */
  readonly m: number;
  /** Columns of A, rows of B. */
  readonly k: number;
  /** Columns of B and C. */
  readonly n: number;
  readonly a: MatrixLayout;
  readonly b: MatrixLayout;
  /** The columns of C are neighbours; its rows do not overlap. */
  readonly c: { readonly rowStride: number };
  /** One product if not given. */
  readonly batch?: MatmulBatch;
  /** What is done with each element, once; for one product of two rows or more. */
  readonly finish?: Finish;
  /**
   * A fixed address, a multiple of 16, of `TILE_BYTES` bytes that no other
   * thread uses while the function runs. Functions of one thread may share it,
   * and share kernels then. It should lie within the pages that the module
   * declares: only then are loads from it free of bounds checks.
   */
  readonly tileAddress: number;
}

/** A written function. */
export interface Matmul {
  /** Its index in the module. */
  readonly index: number;
  /** How many bytes it needs at its address of scratch memory. */
  readonly scratchBytes: number;
}
