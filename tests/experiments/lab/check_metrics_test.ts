import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { checkMetrics } from "../../../experiments/lab/check_metrics.ts";
import { runStudy } from "../../../experiments/lab/run_study.ts";
import { Workers } from "../../../experiments/lab/workers/workers.ts";
import { packagedData } from "../../../experiments/data/packages.ts";
import { iris } from "../../../mod.ts";
import { granted } from "../../support/permissions.ts";
import { bowl, line, noData, study } from "../support/studies.ts";

Deno.test("runStudy() refuses a metric that no problem has", async () => {
  const trials: number[] = [];
  const own = study({ metrics: ["distance", "distanse"] });
  await assertRejects(
    () => runStudy(own, noData, (done) => trials.push(done)),
    RangeError,
    "Cannot run study some-study: no problem has a metric distanse; did you " +
      "mean distance?",
  );
  assertEquals(trials, []);
});

Deno.test("runStudy() runs a study whose problems have a metric each", async () => {
  const problems = [bowl(), line((w) => w.square(), 1)];
  const metrics = ["w", "distance", "reached"];
  const own = study({ problems, metrics, tolerance: 1 });
  const { trials } = await runStudy(own, noData);
  assertEquals(trials.map((trial) => Object.keys(trial.metrics)), [
    metrics,
    metrics,
  ]);
  checkMetrics(study({ metrics: [] }), problems);
});

Deno.test("runStudy() has a metric `reached` of a study with a tolerance alone", () => {
  assertThrows(
    () => checkMetrics(study({ metrics: ["reached"] }), [bowl()]),
    RangeError,
    "no problem has a metric reached",
  );
});

Deno.test({
  name: "workers refuse a metric that no problem has (needs read)",
  ignore: !granted({ name: "read" }),
  async fn() {
    const workers = new Workers(1);
    try {
      await assertRejects(
        () =>
          workers.run({ ...iris, metrics: ["testAcuracy"] }, {}, packagedData),
        RangeError,
        "no problem has a metric testAcuracy; did you mean testAccuracy?",
      );
    } finally {
      workers.close();
    }
  },
});
