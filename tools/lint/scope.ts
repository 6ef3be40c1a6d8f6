/** Which files the numbers of a result depend on. */

const ROOT = new URL("../../", import.meta.url).pathname;

/** Parts of the lab that only steer, store and show: no number of a result comes from them. */
const OUTSIDE = /^experiments\/(?:cli\.ts|lab\/(?:cli|clock|store|progress))/;

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
