import { typeError } from "../handle.ts";
import { checkDepth, isRecord } from "../trees.ts";
import { readTensor } from "./json_tensor.ts";

/**
 * The tree of tensors that `JSON.stringify` wrote, bit for bit; NaN is one
 * value. Records and arrays stay what they are, empty ones too.
 *
 * A record whose `dtype` is a string is a tensor, as `tensorFromJSON` reads
 * it; every other record is part of the tree, whatever its keys. Tensors made
 * by `scalar` come back as ordinary float64. A state needs no more: an
 * optimizer makes its count one that takes the parameters' dtype again.
 *
 * @param json any value that `JSON.parse` gives.
 * @returns the tree. What it is a tree of is for the caller to say; `update`
 * of an optimizer refuses a state that does not fit.
 * @throws {TypeError} naming the place of what is neither a tensor nor a record
 * or array, or of a tensor that is not well-formed.
 * @throws {RangeError} for a shape or an element out of range, and for a tree
 * of more than 1000 levels.
 *
 * @example A state saved and resumed
 * ```ts
 * import { momentum, tensor, treeFromJSON } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = momentum({ learningRate: 0.1, momentum: 0.9 });
 * let params = { w: tensor([1, -2]) };
 * let state = optimizer.init(params);
 * for (let t = 0; t < 3; t++) {
 *   ({ params, state } = optimizer.update(params, state, params));
 * }
 * const saved = JSON.stringify({ params, state });
 *
 * type Saved = { params: typeof params; state: typeof state };
 * const read = treeFromJSON(JSON.parse(saved)) as Saved;
 * const resumed = optimizer.update(read.params, read.state, read.params);
 * const unbroken = optimizer.update(params, state, params);
 * assertEquals(resumed.params.w.toArray(), unbroken.params.w.toArray());
 * ```
 */
export function treeFromJSON(json: unknown): unknown {
  return visit(json, "json", 0);
}

function visit(json: unknown, path: string, level: number): unknown {
  const record = isRecord(json) ? json : undefined;
  if (record === undefined && !Array.isArray(json)) {
    const right = `${path} must be a tensor as a record of dtype, shape and ` +
      `data, a record or an array`;
    throw typeError("treeFromJSON", right, json);
  }
  if (typeof record?.dtype === "string" && Object.hasOwn(record, "dtype")) {
    return readTensor("treeFromJSON", json, path);
  }
  checkDepth("treeFromJSON", level, path);
  const inner = (part: unknown, key: string) =>
    visit(part, `${path}[${key}]`, level + 1);
  return record === undefined
    ? (json as unknown[]).map((part, i) => inner(part, String(i)))
    : Object.fromEntries(
      Object.entries(record).map(([key, part]) => [
        key,
        inner(part, JSON.stringify(key)),
      ]),
    );
}
