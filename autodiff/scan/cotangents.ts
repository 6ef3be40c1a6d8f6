import { Value } from "../graph.ts";
import { add } from "../operations/add.ts";

/** The cotangents of the results of one scan, as far as there are any. */
export class Cotangents extends Value {
  constructor(readonly results: ReadonlyMap<number, Value>) {
    super({ shape: [0], dtype: "bool" }, undefined);
  }
}

/** The sum of two cotangents of one value. */
export function addCotangents(sum: Value, more: Value): Value {
  if (!("results" in sum)) return add(sum, more);
  const results = new Map((sum as Cotangents).results);
  for (const [index, g] of (more as Cotangents).results) {
    const present = results.get(index);
    results.set(index, present === undefined ? g : add(present, g));
  }
  return new Cotangents(results);
}
