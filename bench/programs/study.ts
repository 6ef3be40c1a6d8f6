/**
 * A study of many small trials by so many workers, its plots left out: prints
 * how many seconds it took, the start of the workers included.
 */
import { packagedData } from "../../experiments/data/packages.ts";
import { Workers } from "../../experiments/lab/workers/workers.ts";
import { manyTrials } from "./many_trials.ts";

const program = new URL("./study_worker.ts", import.meta.url);
const workers = new Workers(Number(Deno.args[0]), program);
const start = performance.now();
await workers.run(manyTrials, {}, packagedData);
console.log((performance.now() - start) / 1e3);
workers.close();
