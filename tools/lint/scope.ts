/** Which files the numbers of a result depend on. */
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What only steers, loads, stores and shows: a file, and folders with all below them. */
const OUTSIDE = /^experiments\/(?:cli\.ts$|data\/|lab\/(?:drawing|store)\/)/;

/** The path of a file within the project, or the path itself if it lies elsewhere. */
export function projectPath(path: string): string {
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
}

/** Whether the bits of results depend on a file. */
export function decidesBits(path: string): boolean {
  const local = projectPath(path);
  return /^(?:autodiff|optimizers|experiments)\//.test(local) &&
    !OUTSIDE.test(local) && !/_test\.ts$/.test(local);
}
