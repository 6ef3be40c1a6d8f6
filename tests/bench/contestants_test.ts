import { assert, assertEquals } from "@std/assert";
import { prepareWith } from "../../bench/peers/descent/prepare.ts";
import { optimizerOf, ownOptimizerOf } from "../../bench/peers/descent/rule.ts";
import { prepare as preparePlain } from "../../bench/peers/plain/prepare.ts";
import type { Prepare } from "../../bench/peers/contestant.ts";
import { disagreement } from "../../bench/rounds.ts";
import type { ContestRow } from "../../bench/row.ts";
import { allRows } from "../../bench/rows.ts";

const rows = allRows.filter((row): row is ContestRow => "workload" in row);
const light = rows.filter(({ id }) =>
  /^(A tiny|A small|B 1e3|C 64|D)/.test(id)
);

async function resultOf(prepare: Prepare, row: ContestRow) {
  const ready = prepare(row.workload);
  assert(typeof ready !== "string");
  await ready.run(row.steps + 3);
  // Each run begins at the start.
  await ready.run(row.steps);
  const result = ready.result();
  ready.dispose?.();
  return result;
}

for (const row of light) {
  Deno.test(`${row.id}: Descent's results are those of plain loops`, async () => {
    const ours = await resultOf(prepareWith(optimizerOf), row);
    const plain = await resultOf(preparePlain, row);
    assert(ours.length > 0);
    assertEquals(disagreement(ours, plain, row.bound), undefined);
  });
}

for (
  const row of rows.filter(({ contestants }) => contestants.includes("own"))
) {
  Deno.test(`${row.id}: the results are those of Descent's own`, async () => {
    const ours = await resultOf(prepareWith(optimizerOf), row);
    const own = await resultOf(prepareWith(ownOptimizerOf), row);
    assertEquals(disagreement(ours, own, row.bound), undefined);
  });
}

Deno.test("allRows have names of their own, and goals that can be measured", () => {
  const ids = allRows.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  for (const row of allRows) {
    const known: readonly string[] = "workload" in row
      ? row.contestants
      : Object.keys(row.commands);
    assert(known.includes(row.subject), row.id);
    for (const { against, reach, aim, unit } of row.goals) {
      assert(against.every((id) => known.includes(id)), row.id);
      assert(unit === "ms" ? aim <= reach : aim >= reach, row.id);
    }
  }
});
