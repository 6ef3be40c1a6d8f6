/** Who takes part: names, and the programs that speak for them. */
import { fileURLToPath } from "node:url";

/** A contestant's name in results and on the command line. */
export type ContestantId = keyof typeof contestants;

interface Contestant {
  /** What tables call it. */
  readonly title: string;
  /** The language that its program is written in. */
  readonly language: "TypeScript" | "Python";
}

/** All contestants, in the order of the tables' columns. */
export const contestants = {
  descent: { title: "Descent", language: "TypeScript" },
  own: { title: "Descent, a user's own formula", language: "TypeScript" },
  "two-threads": { title: "Descent, two threads", language: "TypeScript" },
  limit: { title: "128-bit limit", language: "TypeScript" },
  plain: { title: "plain TypeScript", language: "TypeScript" },
  "tfjs-wasm": { title: "tfjs (wasm)", language: "TypeScript" },
  "tfjs-cpu": { title: "tfjs (cpu)", language: "TypeScript" },
  "jax-js": { title: "jax-js", language: "TypeScript" },
  numpy: { title: "NumPy", language: "Python" },
  pytorch: { title: "PyTorch", language: "Python" },
  "pytorch-fused": { title: "PyTorch (fused)", language: "Python" },
} as const satisfies Record<string, Contestant>;

const path = (file: string) =>
  fileURLToPath(new URL(`./peers/${file}`, import.meta.url));

/** The command that starts a contestant's program, and its environment. */
export function commandOf(
  id: ContestantId,
  python: string,
): { readonly program: string; readonly options: Deno.CommandOptions } {
  return contestants[id].language === "Python"
    ? {
      program: python,
      options: {
        args: ["-B", path("python/serve.py"), id],
        env: {
          OMP_NUM_THREADS: "1",
          OPENBLAS_NUM_THREADS: "1",
          MKL_NUM_THREADS: "1",
        },
      },
    }
    : {
      program: Deno.execPath(),
      options: {
        args: [
          ...["run", "--quiet", "--no-config", "--no-lock", "--no-check"],
          ...["--allow-all", path("serve.ts"), id],
        ],
      },
    };
}
