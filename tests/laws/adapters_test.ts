/** The adapters for other libraries, on small stand-ins for them. */
import { assert, assertEquals } from "@std/assert";
import {
  checkOptimizer,
  jax,
  type JaxArray,
  type Subject,
  tensorflow,
} from "../../laws/mod.ts";

const claims = {
  like: "momentum",
  choices: { learningRatePlacement: "outside" },
  traits: {
    coordinatewise: true,
    ignoresWeights: true,
    odd: true,
    degree: 1,
  },
} as const;
const hyperparameters = { learningRate: 0.5, momentum: 0.75 };

async function violated(subject: Subject, numRuns = 40): Promise<string[]> {
  const { outcomes } = await checkOptimizer(subject, { numRuns });
  return outcomes.filter(({ outcome }) => outcome === "violated")
    .map(({ law }) => law);
}

/** A tensor that counts how many there are. */
class Tensor {
  static alive = 0;
  data: Float32Array;
  constructor(data: ArrayLike<number>, readonly name: string = "") {
    this.data = new Float32Array(data);
    Tensor.alive++;
  }
  dataSync(): Float32Array {
    return this.data;
  }
  dispose(): void {
    Tensor.alive--;
  }
  assign(other: Tensor): void {
    this.data = new Float32Array(other.data);
  }
}

/** A library with variables by name, and momentum that keeps state by `key`. */
function standIn(key: (name: string, place: number) => string | number) {
  const variables = new Map<string, Tensor>();
  return {
    tensor1d: (values: number[], _dtype: "float32") => new Tensor(values),
    variable(initial: Tensor): Tensor {
      const name = `Variable_${variables.size}`;
      variables.set(name, new Tensor(initial.data, name));
      return variables.get(name)!;
    },
    momentum(rate: number, inertia: number) {
      const velocities = new Map<string | number, Float32Array>();
      return {
        applyGradients(gradients: { name: string; tensor: Tensor }[]): void {
          gradients.forEach(({ name, tensor }, place) => {
            const variable = variables.get(name)!;
            const before = velocities.get(key(name, place)) ?? [];
            const velocity = tensor.data.map((g, i) =>
              Math.fround(inertia * (before[i] ?? 0)) + g
            );
            velocities.set(key(name, place), velocity);
            variable.data = variable.data.map((w, i) =>
              w - Math.fround(rate * velocity[i])
            );
          });
        },
      };
    },
  };
}

function momentumOf(
  tf: ReturnType<typeof standIn>,
  unused?: "given" | "left out",
): Subject {
  return tensorflow(tf, {
    ...claims,
    id: "momentum",
    hyperparameters,
    unused,
    make: () => tf.momentum(0.5, 0.75),
  });
}

Deno.test("tensorflow() holds a right optimizer to its laws, and gives tensors back", async () => {
  const before = Tensor.alive;
  const tf = standIn((name) => name);
  const subject = momentumOf(tf);
  assertEquals([subject.dtype, subject.takesMany], ["float32", true]);
  const state = await subject.init([[1, 2]], [[2]]);
  await subject.update([[1, 2]], { params: [[1, 2]], state });
  assertEquals(Tensor.alive - before, 1); // The variable.
  assertEquals(await violated(subject), []);
});

Deno.test("tensorflow() shows state by position where unused parameters are left out", async () => {
  const byPosition = (_: string, place: number) => place;
  assertEquals(await violated(momentumOf(standIn(byPosition))), []);
  const wrong = await violated(momentumOf(standIn(byPosition), "left out"));
  assert(wrong.includes("independence"), wrong.join());
  // By name, what is left out rests: no law but that on the formula minds.
  const right = await violated(momentumOf(standIn((x) => x), "left out"));
  assert(!right.includes("independence"), right.join());
  assert(right.includes("closed-form"), right.join());
});

/** Gradient descent at 1/(1 - βᵗ), which is put away with βᵗ or with t alone. */
function restorable(keeps: "power" | "count") {
  const tf = standIn((name) => name);
  const variables = new Map<string, Tensor>();
  const beta = Math.fround(0.72);
  const make = () => {
    let [count, power] = [0, 1];
    return {
      applyGradients(gradients: { name: string; tensor: Tensor }[]): void {
        count++;
        power = Math.fround(power * beta);
        for (const { name, tensor } of gradients) {
          const variable = variables.get(name)!;
          variable.data = variable.data.map((w, i) =>
            w - tensor.data[i] / Math.fround(1 - power)
          );
        }
      },
      getWeights: () =>
        Promise.resolve([
          { name: "kept", tensor: new Tensor([count, power]) },
        ]),
      setWeights([{ name, tensor }]: { name: string; tensor: Tensor }[]) {
        assertEquals(name, "kept");
        count = tensor.data[0];
        power = keeps === "power" ? tensor.data[1] : Math.fround(beta ** count);
        return Promise.resolve();
      },
    };
  };
  const module = {
    ...tf,
    tensor: (values: number[]) => new Tensor(values),
    variable(initial: Tensor): Tensor {
      const variable = tf.variable(initial);
      variables.set(variable.name, variable);
      return variable;
    },
  };
  return tensorflow(module, { id: "corrected", make });
}

Deno.test("tensorflow() restores through an optimizer's own weights", async () => {
  const names = restorable("power").keepers.map(({ name }) => name);
  assertEquals(names, ["a replay in a fresh instance", "save and restore"]);
  assertEquals(await violated(restorable("power"), 300), []);
  assertEquals(await violated(restorable("count"), 300), ["resume"]);
  // Without them there is nothing to ask of.
  const { keepers } = momentumOf(standIn((name) => name));
  assertEquals(keepers.length, 1);
});

/** An array that is used up by what it is given to. */
class Row implements JaxArray {
  #uses = 1;
  constructor(readonly data: Float32Array) {}
  get ref(): this {
    this.#uses++;
    return this;
  }
  take(): Float32Array {
    if (this.#uses-- === 0) throw new ReferenceError("used up");
    return this.data;
  }
  js(): number[] {
    return Array.from(this.take());
  }
}

/** Momentum as a transformation, with the sign of its updates. */
function trace(sign: number) {
  return {
    init: (params: Row[]) => params.map((w) => new Row(w.take().map(() => 0))),
    update(grads: Row[], state: Row[], params?: Row[]): [Row[], Row[]] {
      params?.forEach((w) => w.take());
      const next = state.map((m, i) => {
        const g = grads[i].take();
        return new Row(m.take().map((x, j) => Math.fround(0.75 * x) + g[j]));
      });
      const updates = next.map((m) =>
        new Row(m.ref.take().map((x) => sign * 0.5 * x))
      );
      return [updates, next];
    },
  };
}

const parts = {
  numpy: { array: (values: number[]) => new Row(new Float32Array(values)) },
  tree: { ref: (tree: Row[]) => tree.map((each) => each.ref) },
  applyUpdates: (params: Row[], updates: Row[]) =>
    params.map((w, i) => {
      const u = updates[i].take();
      return new Row(w.take().map((x, j) => x + u[j]));
    }),
};

Deno.test("jax() holds right and wrong transformations to their laws", async () => {
  const of = (sign: number) =>
    jax<Row>(parts, {
      ...claims,
      id: "trace",
      hyperparameters,
      make: () => trace(sign),
    });
  assertEquals(of(-1).dtype, "float32");
  assertEquals(await violated(of(-1)), []);
  assert((await violated(of(1))).includes("closed-form"));
});
