/** What the tests of importing share: a server, folders, programs. */

/** Runs `use` with a folder that is empty at first and goes afterwards. */
export async function withFolder<T>(
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Serves the checkout's TypeScript on loopback while `use` runs. */
export async function withServer<T>(
  use: (origin: string) => Promise<T>,
): Promise<T> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      try {
        const text = await Deno.readTextFile(`.${pathname}`);
        const headers = { "content-type": "application/typescript" };
        return new Response(text, { headers });
      } catch {
        return new Response("not found", { status: 404 });
      }
    },
  );
  try {
    return await use(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

/** Runs a program to its end and returns what it printed. */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd,
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

/**
 * A program that imports the library from `url`, defines an optimizer and a
 * problem of its own, trains, and prints the weights: of a run without a break,
 * of one that goes on from what was saved as JSON and as bytes, and of one that
 * is compiled.
 */
export function trainingProgram(url: string): string {
  return `
import {
  adagrad, compileLoop, decodeTree, defineOptimizer, encodeTree, key, minimize,
  positive, tensor, treeFromJSON, valueAndGrad,
} from ${JSON.stringify(url)};

const halving = defineOptimizer({
  id: "halving",
  family: "step size",
  hyper: {
    learningRate: { default: 1, range: positive, symbol: "η", doc: "size" },
  },
  variants: { own: {} },
  traits: { coordinatewise: true },
  cite: [],
  init: (w) => ({ last: w.mul(0) }),
  step: ({ g, state }, { learningRate }) => {
    const last = g.add(state.last).mul(0.5);
    return { step: last.mul(learningRate), state: { last } };
  },
});

const features = key(1).normal([20, 3]);
const labels = features.matmul(tensor([1, -2, 3]));
const loss = (p) =>
  features.matmul(p.weights).add(p.bias).sub(labels).square().mean();

const start = { weights: tensor([0, 0, 0]), bias: tensor(0) };
const print = ({ weights, bias }) =>
  console.log(weights.toArray().join(" "), bias.item());

for (const optimizer of [adagrad({ learningRate: 0.5 }), halving()]) {
  let params = start;
  let state = optimizer.init(params);
  for (let step = 0; step < 10; step++) {
    const { grad } = valueAndGrad(loss)(params);
    ({ params, state } = optimizer.update(grad, state, params));
  }
  print(params);

  let saved = minimize(loss, start, optimizer, { steps: 4 });
  const text = JSON.stringify({ params: saved.params, state: saved.state });
  saved = treeFromJSON(JSON.parse(text));
  saved = minimize(loss, saved.params, optimizer, {
    steps: 3,
    state: saved.state,
  });
  const bytes = encodeTree({ params: saved.params, state: saved.state });
  saved = decodeTree(bytes);
  print(minimize(loss, saved.params, optimizer, {
    steps: 3,
    state: saved.state,
  }).params);

  const training = compileLoop(({ params, state }) => {
    const { grad } = valueAndGrad(loss)(params);
    return [optimizer.update(grad, state, params), undefined];
  });
  const run = training.start({ params: start, state: optimizer.init(start) });
  run.steps(10);
  print(run.state().params);
}
`;
}

/** Whether there is a `node` that is Node: tasks of Deno put a stand-in where there is none. */
async function hasNode(): Promise<boolean> {
  try {
    const script = "console.log(typeof Deno)";
    const { stdout } = await run("node", ["-e", script], ".");
    return stdout === "undefined\n";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * The command that runs a JavaScript module: Node, or where it is missing
 * Deno, with a warning.
 */
export async function javaScriptEngine(): Promise<string[]> {
  if (await hasNode()) return ["node"];
  console.warn("Node is missing here: Deno ran the bundle, Node was not tried");
  return [Deno.execPath(), "run", "-q", "--no-config", "--no-lock"];
}

/**
 * A program that imports all entries from `origin`: it holds an optimizer of
 * its own and a wrong one to the laws, and runs a study of its own, whose
 * results it writes and names.
 */
export function entriesProgram(origin: string): string {
  return `
import {
  defineOptimizer, fraction, gradientDescent, type HyperparameterValue,
  positive, type Problem, type Rule, type Tensor, tensor, zerosLike,
} from "${origin}/mod.ts";
import { checkOptimizer, wrap } from "${origin}/laws/mod.ts";
import {
  contestant, defineStudy, packagedData, readResults, resultFiles,
  runStudy, toCSV, toSVG, writeResults,
} from "${origin}/experiments/mod.ts";

interface HalvingOptions {
  readonly variant?: string;
  readonly learningRate?: HyperparameterValue;
  readonly keep?: HyperparameterValue;
}
const halving: Rule<HalvingOptions, { m: Tensor }> = defineOptimizer({
  id: "halving",
  family: "direction",
  hyper: {
    learningRate: { default: 0.1, range: positive, symbol: "η", doc: "size" },
    keep: { default: 0.5, range: fraction, symbol: "κ", doc: "what stays" },
  },
  variants: { own: {} },
  traits: { coordinatewise: true, ignoresWeights: true, odd: true, degree: 1 },
  cite: [],
  init: (w) => ({ m: zerosLike(w) }),
  step: ({ g, state }, { learningRate, keep }) => {
    const m = keep.mul(state.m.add(g));
    return { step: learningRate.mul(m), state: { m } };
  },
});
const { passed } = await checkOptimizer(halving, { numRuns: 10 });
console.log("laws of halving:", passed ? "kept" : "broken");

let calls = 0;
const report = await checkOptimizer(
  wrap({
    id: "forgetful",
    init: () => null,
    update: (g: number[], state: null, w: number[]) => {
      calls++;
      return { params: w.map((x, i) => x - g[i] / calls), state };
    },
  }),
  { numRuns: 10 },
);
const broken = report.outcomes.filter(({ outcome }) => outcome === "violated");
console.log(
  "laws of forgetful:",
  broken.some(({ law }) => law.startsWith("resume")) ? "resume broken" : "kept",
);

const valley: Problem<Tensor> = {
  id: "valley",
  revision: 1,
  description: "a quadratic function",
  instance: ({ start }) => ({
    start: start.normal([2]),
    loss: (w) => w.mul(tensor([1, 10])).square().sum(),
    metrics: () => ({}),
  }),
};
const study = defineStudy({
  id: "mine",
  revision: 1,
  question: "Which of two rules is best in the valley?",
  problems: () => Promise.resolve([valley]),
  optimizers: [contestant(gradientDescent), contestant(halving)],
  grid: { learningRate: [0.002, 0.008] },
  seeds: 2,
  steps: 20,
  metrics: [],
  report: ({ trials }) => {
    const least = [...trials].sort((a, b) => a.finalLoss - b.finalLoss)[0];
    return {
      tables: [],
      answer: least.cell.optimizer.id,
      plots: [{
        name: "losses",
        caption: "The loss after each step.",
        spec: {
          $schema: "https://vega.github.io/schema/vega-lite/v6.json",
          data: { values: trials.flatMap(({ curve }) => [...curve]) },
          mark: "point",
          encoding: {
            x: { field: "step", type: "quantitative" },
            y: { field: "loss", type: "quantitative" },
          },
        },
      }],
    };
  },
});
const outcome = await runStudy(study, packagedData);
const files = await resultFiles(outcome, toCSV, toSVG);
await writeResults(study.id, files);
const written = await readResults(study.id);
const { answer } = study.report(outcome);
console.log("best on valley:", answer, "of", outcome.trials.length, "trials");
console.log([...written.keys()].sort().join(" "));
`;
}
