/** The program of a worker that knows the studies of the tests of workers. */
import {
  serve,
  type WorkerScope,
} from "../../../experiments/lab/workers/serve.ts";
import { workerStudies } from "./worker_studies.ts";

serve(workerStudies, self as unknown as WorkerScope);
