import type { Prepare } from "../contestant.ts";
import { versions } from "../versions.ts";
import type { Jax } from "./module.ts";
import { prepareWith } from "./prepare.ts";

/** jax-js on its WebAssembly device, in one thread. */
export async function load(): Promise<
  { readonly versions: string; readonly prepare: Prepare }
> {
  // It starts as many workers as there are cores wherever it finds workers.
  Reflect.deleteProperty(globalThis, "Worker");
  const jax: Jax = await import(`npm:@jax-js/jax@${versions.jax}`);
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  return { versions: `jax-js ${versions.jax}`, prepare: prepareWith(jax) };
}
