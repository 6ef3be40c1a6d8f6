import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Contest, disagreement, scaled } from "../../bench/rounds.ts";
import type { ContestRow } from "../../bench/row.ts";
import { ruleOf } from "../../bench/workloads/rules.ts";
import { granted } from "../support/permissions.ts";

Deno.test("disagreement() refuses results beyond the bound", () => {
  assertEquals(disagreement([1, 2], [1, 2], 0), undefined);
  assertEquals(disagreement([1], [1 + 2 ** -20], 1e-6), undefined);
  const text = disagreement([1], [1 + 2 ** -19], 1e-6);
  assertStringIncludes(text!, "1.9e-6 away, more than 0.000001");
  assert(disagreement([1], [NaN], 1e9) !== undefined);
  assert(disagreement([1], [], 1e9) !== undefined);
});

Deno.test("scaled() never takes more than 1000 steps from a start", () => {
  assertEquals(scaled({ steps: 1, times: 1 }, 8), { steps: 8, times: 1 });
  assertEquals(scaled({ steps: 8, times: 1 }, 0.01), { steps: 1, times: 1 });
  assertEquals(scaled({ steps: 1000, times: 1 }, 2.5), {
    ...{ steps: 834, times: 3 },
  });
});

const row: ContestRow = {
  ...{ id: "B 50 sgd", unit: "step", subject: "plain", goals: [] },
  workload: {
    ...{ kind: "update", size: 50, dtype: "float32" },
    rule: ruleOf("adam"),
  },
  contestants: ["plain", "descent", "numpy"],
  ...{ steps: 10, bound: 1e-5, seconds: 1e-4 },
};

Deno.test({
  name: "Contest gives speeds, gaps, and errors for other results (needs run)",
  ignore: !granted({ name: "run", command: Deno.execPath() }, {
    name: "run",
    command: "node",
  }),
  fn: async () => {
    // Node stands for a Python that does not know what it is asked.
    const contest = new Contest("node");
    const notes: string[] = [];
    const note = (text: string) => void notes.push(text);
    try {
      const options = { rounds: 5, only: [], note };
      const { cells } = await contest.measure(row, options);
      const speeds = (name: string) =>
        "speeds" in cells[name] ? cells[name].speeds.length : cells[name];
      assertEquals([speeds("plain"), speeds("descent")], [5, 5]);
      assert("absent" in cells.numpy);
      // A bound that no result keeps.
      const strict = await contest.measure({ ...row, bound: -1 }, options);
      assert("error" in strict.cells.descent);
      assertStringIncludes(notes.join(), "B 50 sgd: round 5 of 5");
      const alone = await contest.measure(row, {
        ...options,
        only: ["jax-js"],
      });
      assertEquals(Object.keys(alone.cells), ["plain"]);
    } finally {
      await contest.close();
    }
  },
});
