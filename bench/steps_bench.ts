/** Compiled steps of Descent alone: `deno task bench`. */
import type { Ready } from "./peers/contestant.ts";
import { prepareWith } from "./peers/descent/prepare.ts";
import { optimizerOf } from "./peers/descent/rule.ts";
import type { ContestRow } from "./row.ts";
import { allRows } from "./rows.ts";

const prepare = prepareWith(optimizerOf);

/** How many steps one measurement takes, by how rows' names begin. */
const counts: readonly (readonly [row: string, steps: number])[] = [
  ["A tiny", 1000],
  ["A small", 300],
  ["A medium", 10],
  ["A large", 1],
  ["B 1e3", 1000],
  ["B 1e5", 100],
  ["C ", 1],
  ["D ", 1000],
];

function ready({ workload }: ContestRow): Ready {
  const made = prepare(workload);
  if (typeof made === "string") throw new TypeError(made);
  return made;
}

for (const row of allRows) {
  const steps = counts.find(([name]) => row.id.startsWith(name))?.[1];
  if (!("workload" in row) || steps === undefined) continue;
  let made: Ready | undefined;
  Deno.bench(`${row.id}, ${steps} steps`, { group: row.id[0] }, (b) => {
    made ??= ready(row);
    b.start();
    made.run(steps);
    b.end();
  });
}

for (const name of ["A tiny adam float32", "A medium adam float32"]) {
  const row = allRows.find(({ id }) => id === name) as ContestRow;
  Deno.bench(`${name}, trace, compile and first step`, {
    group: "compile",
  }, (b) => {
    b.start();
    const made = ready(row);
    made.run(1);
    b.end();
    made.dispose?.();
  });
}
