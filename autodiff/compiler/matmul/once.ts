import type { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";

const known = new WeakMap<ModuleWriter, Map<string, number>>();

/**
 * The index of a function that a module has once, whoever needs it.
 *
 * @param what all that its code depends on.
 */
export function once(
  module: ModuleWriter,
  what: readonly unknown[],
  write: () => FunctionWriter,
): number {
  const indices = known.get(module) ?? new Map<string, number>();
  known.set(module, indices);
  const name = JSON.stringify(what);
  const index = indices.get(name) ?? module.add(write());
  indices.set(name, index);
  return index;
}
