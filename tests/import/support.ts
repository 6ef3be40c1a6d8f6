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
 * and of one that goes on from what was saved as JSON and as bytes.
 */
export function trainingProgram(url: string): string {
  return `
import {
  adagrad, decodeTree, defineOptimizer, encodeTree, key, minimize, positive,
  tensor, treeFromJSON, valueAndGrad,
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
