import { describe } from "../../autodiff/handle.ts";
import type { Point, Subject } from "../subject.ts";
import type { Rows, WrapOptions } from "../wrap.ts";

/** How a wrapped optimizer's arrays are made of points, and read back. */
export interface Arrays<P extends Rows> {
  /** Fresh arrays, which the optimizer may do with what it likes. */
  readonly hand: (point: Point) => P;
  /**
   * The numbers in arrays that the optimizer returned.
   *
   * @throws {TypeError} if they aren't as many as the parameters.
   */
  readonly read: (rows: P, like: Point) => Point;
}

/** The arrays of an optimizer that takes one parameter, or a list of them. */
export function arraysOf<P extends Rows>(
  { id, takes }: WrapOptions,
): Arrays<P> {
  const many = takes === "list";
  return {
    hand: (point) => (many ? point.map((row) => [...row]) : [...point[0]]) as P,
    read(rows, like) {
      const lists = many ? rows as number[][] : [rows as number[]];
      const fits = Array.isArray(rows) && lists.length === like.length &&
        lists.every((row, i) =>
          row?.length === like[i].length &&
          like[i].every((_, j) => typeof row[j] === "number")
        );
      if (!fits) {
        throw new TypeError(
          `Cannot read the parameters of ${id}: expected ` +
            `${many ? "rows" : "a row"} of ` +
            `${like.map((row) => row.length).join(", ")} numbers, ` +
            `it gave ${textOf(rows)}`,
        );
      }
      return lists.map((row) => Array.from(row));
    },
  };
}

function textOf(rows: unknown): string {
  return Array.isArray(rows) ? JSON.stringify(rows) : describe(rows);
}

/** Whether arrays still hold the numbers of a point. */
export function holds(rows: Rows, point: Point): boolean {
  const lists = (Array.isArray(rows[0]) ? rows : [rows]) as number[][];
  return point.every((row, i) =>
    lists[i]?.length === row.length &&
    row.every((x, j) => Object.is(lists[i][j], x))
  );
}

/** Overwrites arrays, as a caller does who uses them again. */
export function overwrite(rows: Rows): void {
  rows.forEach((row, i) => {
    if (Array.isArray(row)) overwrite(row);
    else (rows as number[])[i] = 12345;
  });
}

/** What all wrapped optimizers have in common. */
export function frameOf(
  options: WrapOptions,
): Omit<Subject, "init" | "update" | "intrude" | "keepers"> {
  return {
    id: options.id,
    rule: options.like,
    dtype: options.dtype ?? "float64",
    traits: options.traits ?? {},
    hyperparameters: options.hyperparameters ?? {},
    scheduled: [],
    choices: options.choices ?? {},
    takesMany: options.takes === "list",
    ...options.with && { with: options.with },
  };
}
