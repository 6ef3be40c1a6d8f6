/**
 * The program of a worker: trials of the studies that there are.
 *
 * @module
 */
import { studies } from "../../studies/mod.ts";
import { serve, type WorkerScope } from "./serve.ts";

// deno-lint-ignore numbers/global -- a worker's scope has no other name
serve(studies, self as unknown as WorkerScope);
