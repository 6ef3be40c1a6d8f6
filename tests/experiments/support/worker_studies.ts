/** Studies that main thread and workers share in tests. */
import { adagrad, contestant, momentum, type Study } from "../../../mod.ts";
import { Failure } from "../../../experiments/failure.ts";
import { bowl, line, study } from "./studies.ts";

const grid = { learningRate: [0.5, 0.25, 1e200] };
const metrics = ["distance", "w"];

/** Trials of several problems, of which some diverge. */
export const sound: Study = study({
  id: "sound",
  problems: [
    bowl("b"),
    line((w) => w.square(), -3, "c"),
    { ...bowl("a"), sharedLoss: true },
  ],
  optimizers: [contestant(momentum), contestant(adagrad)],
  grid,
  seeds: 2,
  steps: 9,
  metrics,
});

/** A problem that throws after so many rounds of idling. */
function broken(
  id: string,
  error: Error,
  rounds = 0,
): ReturnType<typeof line> {
  const loss = () => {
    let sum = 0;
    for (let i = 0; i < rounds; i++) sum += 1 / (i + sum + 1);
    throw sum < 0 ? undefined : error;
  };
  return line(loss, 1, id);
}

/** A study whose second trial fails, long after the third and last one. */
export const failing: Study = study({
  id: "failing",
  problems: [
    bowl("b"),
    broken("first", new RangeError("the first problem is broken"), 5e6),
    broken("last", new TypeError("the last problem is broken")),
  ],
});

/** A study that needs something from outside. */
export const offline: Study = study({
  id: "offline",
  problems: [broken("far", new Failure("Cannot load the far data"))],
  metrics: [],
});

/** A study of one part, whose problem takes a worker a while to make. */
export const slow: Study = {
  ...sound,
  id: "slow",
  optimizers: [contestant(adagrad)],
  metrics: ["distance"],
  async problems() {
    if ("WorkerGlobalScope" in globalThis) {
      await new Promise((go) => setTimeout(go, 300));
    }
    return [{ ...bowl("a"), sharedLoss: true }];
  },
};

/** All of them. */
export const workerStudies: readonly Study[] = [sound, failing, offline, slow];
