import { isTensor } from "../../autodiff/mod.ts";
import { freshName } from "./name.ts";

/** A slot's name in formulas, from the last key on the way to it. */
export function slotBase(path: string, taken: Set<string>): string {
  const [key = "s"] = /\w+(?=\W*$)/.exec(path) ?? [];
  const { base } = freshName({ base: key, time: "t" }, taken);
  taken.add(`${base}_{t−1}`);
  return base;
}

/** The places of paths in the order in which records have their keys. */
export function ownOrder(state: unknown, paths: readonly string[]): number[] {
  const places: number[] = [];
  const visit = (at: unknown, path: string): void => {
    if (isTensor(at)) {
      const place = paths.indexOf(path);
      if (place >= 0) places.push(place);
    } else if (!Array.isArray(at)) {
      for (const [key, inner] of Object.entries(at as object)) {
        visit(inner, `${path}.${key}`);
      }
    }
  };
  visit(state, "");
  const rest = paths.map((_, place) => place);
  return [...places, ...rest.filter((place) => !places.includes(place))];
}
