/**
 * The program of a worker of `study.ts`.
 *
 * @module
 */
import {
  serve,
  type WorkerScope,
} from "../../experiments/lab/workers/serve.ts";
import { manyTrials } from "./many_trials.ts";

serve([manyTrials], self as unknown as WorkerScope);
