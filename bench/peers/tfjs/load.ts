import { versions } from "../versions.ts";
import type { Prepare } from "../contestant.ts";
import type { Tensorflow } from "./module.ts";
import { prepareWith } from "./prepare.ts";

interface Module extends Tensorflow {
  setBackend(name: string): Promise<boolean>;
}

interface WasmBackend {
  setThreadsCount(count: number): void;
}

/** TensorFlow.js with one of its backends, in one thread. */
export async function load(
  backend: "cpu" | "wasm",
): Promise<{ readonly versions: string; readonly prepare: Prepare }> {
  const version = versions.tfjs;
  const tf: Module = await import(`npm:@tensorflow/tfjs@${version}`);
  const name = `npm:@tensorflow/tfjs-backend-${backend}@${version}`;
  const module: WasmBackend = await import(name);
  if (backend === "wasm") module.setThreadsCount(1);
  if (!await tf.setBackend(backend)) throw new Error(`No backend ${backend}`);
  return { versions: `TensorFlow.js ${version}`, prepare: prepareWith(tf) };
}
