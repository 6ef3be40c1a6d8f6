/**
 * A study of many small trials by so many workers, its plots left out: prints
 * how many seconds it took, the start of the workers included.
 */
import { packagedData } from "../../experiments/data/packages.ts";
import { Workers } from "../../experiments/lab/workers/workers.ts";
import { testFunctionsStudy } from "../../experiments/studies/test_functions.ts";

const workers = new Workers(Number(Deno.args[0]));
const start = performance.now();
await workers.run(testFunctionsStudy, { seeds: 2 }, packagedData);
console.log((performance.now() - start) / 1e3);
workers.close();
