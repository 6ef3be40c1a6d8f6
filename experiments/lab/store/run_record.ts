/** When and on what a study was run: apart from its results, and not kept. */
export interface RunRecord {
  /** Whether a part of the study was run, or more seeds than it has. */
  readonly narrowed: boolean;
  /** When the run ended: ISO 8601, UTC. */
  readonly ended: string;
  /** How long it took, but for what ran beside the study before it. */
  readonly seconds: number;
  /** The runtime: `deno 2.9.6, v8 …`. */
  readonly runtime: string;
  /** The machine: `x86_64-unknown-linux-gnu, 2 cores`. */
  readonly machine: string;
}

/** The name of the file that holds it; git ignores it. */
export const runRecordFile = ".run.json";

/** The version of Deno that runs this. */
export function denoVersion(): string {
  return Deno.version.deno;
}

/** Starts the clock of a run; what it returns gives the record at the end. */
export function startRun(narrowed: boolean): () => RunRecord {
  const start = performance.now();
  const { deno, v8 } = Deno.version;
  return () => ({
    narrowed,
    ended: new Date().toISOString(),
    seconds: Math.round(performance.now() - start) / 1000,
    runtime: `deno ${deno}, v8 ${v8}`,
    machine: `${Deno.build.target}, ${navigator.hardwareConcurrency} cores`,
  });
}
