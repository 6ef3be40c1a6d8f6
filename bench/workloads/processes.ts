/** E: whole processes. */
import { fileURLToPath } from "node:url";
import type { CommandRow } from "../row.ts";

const path = (file: string) =>
  fileURLToPath(new URL(`../${file}`, import.meta.url));

const run = (...args: string[]) => [
  ...["run", "--quiet", "--no-config", "--no-lock", "--no-check"],
  ...args,
];

const study = (workers: number) => [
  ...["run", "--quiet", `--config=${path("../deno.npm.json")}`, "--no-lock"],
  ...["--no-check", "--allow-read", path("programs/study.ts")],
  String(workers),
];

/** Rows of processes. */
export const processRows: readonly CommandRow[] = [
  {
    ...{ id: "E start to the first step of small", unit: "process" },
    commands: {
      Descent: run(path("programs/first_step.ts")),
      "Deno alone": run(path("programs/nothing.ts")),
    },
    subject: "Descent",
    goals: [{ against: [], reach: 200, aim: 100, unit: "ms" }],
  },
  {
    ...{ id: "E study of many small trials", unit: "study" },
    commands: { "two workers": study(2), "one worker": study(1) },
    ...{ prints: true, subject: "two workers" },
    goals: [{ against: ["one worker"], reach: 1.7, aim: 1.9 }],
  },
];
