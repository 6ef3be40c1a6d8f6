/**
 * The first step of training of the network 64-64-10, in a process that does
 * nothing else.
 */
import { optimizerOf } from "../peers/descent/rule.ts";
import { training } from "../peers/descent/training.ts";
import { ruleOf } from "../workloads/rules.ts";

const { run, result } = training({
  ...{ kind: "training", layers: [64, 64, 10], activation: "relu" },
  ...{ loss: "crossEntropy", batch: 64 },
  ...{ rule: ruleOf("adam"), dtype: "float32" },
}, optimizerOf);
run(1);
if (!(result()[0] > 0)) throw new Error("There is no loss");
