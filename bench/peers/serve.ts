/**
 * One contestant in a process of its own: `deno run -A bench/peers/serve.ts ID`
 * reads requests from its input and writes replies, a line of JSON each.
 *
 * @module
 */
import type { Prepare, Ready, Reply, Request } from "./contestant.ts";

interface Loaded {
  readonly versions: string;
  readonly prepare: Prepare;
}

/** Contestants in this language: how to load each, and its versions. */
const contestants: Record<string, () => Promise<Loaded>> = {
  descent: async () => {
    const { prepareWith } = await import("./descent/prepare.ts");
    const { optimizerOf } = await import("./descent/rule.ts");
    return { versions: "", prepare: prepareWith(optimizerOf) };
  },
  own: async () => {
    const { prepareWith } = await import("./descent/prepare.ts");
    const { ownOptimizerOf } = await import("./descent/rule.ts");
    return { versions: "", prepare: prepareWith(ownOptimizerOf) };
  },
  "two-threads": async () => {
    const { prepareWith } = await import("./descent/prepare.ts");
    const { optimizerOf } = await import("./descent/rule.ts");
    return { versions: "", prepare: prepareWith(optimizerOf, { threads: 2 }) };
  },
  plain: async () => {
    const { prepare } = await import("./plain/prepare.ts");
    return { versions: "", prepare };
  },
  limit: async () => {
    const { prepare } = await import("./limit.ts");
    return { versions: "", prepare };
  },
  "tfjs-wasm": async () => await (await import("./tfjs/load.ts")).load("wasm"),
  "tfjs-cpu": async () => await (await import("./tfjs/load.ts")).load("cpu"),
  "jax-js": async () => await (await import("./jax_js/load.ts")).load(),
};

// What libraries print must not stand among the replies.
console.log = console.error;

const { versions, prepare } = await load();
let ready: Ready | undefined;

/** The contestant; where its package cannot be loaded, one that says so. */
async function load(): Promise<Loaded> {
  try {
    return await contestants[Deno.args[0]]();
  } catch (error) {
    const [reason] = String(error).split("\n");
    return { versions: "", prepare: () => reason };
  }
}

async function answer(request: Request): Promise<Reply> {
  if (request.ask === "versions") return { versions };
  if (request.ask === "prepare") {
    ready?.dispose?.();
    ready = undefined;
    const made = prepare(request.workload);
    if (typeof made === "string") return { absent: made };
    ready = made;
    await ready.run(request.steps);
    return { result: ready.result() };
  }
  let seconds = 0;
  for (let i = 0; i < request.times; i++) {
    const start = performance.now();
    await ready!.run(request.steps);
    seconds += (performance.now() - start) / 1e3;
  }
  return { seconds };
}

const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
let rest = "";
for await (const chunk of lines) {
  const parts = (rest + chunk).split("\n");
  rest = parts.pop()!;
  for (const line of parts) {
    const reply = await answer(JSON.parse(line) as Request);
    await Deno.stdout.write(
      new TextEncoder().encode(JSON.stringify(reply) + "\n"),
    );
  }
}
Deno.exit();
