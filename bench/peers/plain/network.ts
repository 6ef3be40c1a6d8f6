import { trainingData } from "../../workloads/data.ts";
import type { Training } from "../../workloads/workload.ts";
import type { Ready } from "../contestant.ts";
import {
  type Floats,
  times,
  timesTransposed,
  transposedTimes,
} from "./matrix.ts";
import { type Step, stepOf } from "./rule.ts";

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly w: Floats;
  readonly b: Floats;
  readonly gw: Floats;
  readonly gb: Floats;
  /** What comes out of it, and the gradient of the loss by that. */
  readonly z: Floats;
  readonly gz: Floats;
}

/** Makes steps of training ready. */
export function network(spec: Training): Ready {
  const { batch, dtype, rule } = spec;
  const data = trainingData(spec);
  const floats = (from: Float64Array | number): Floats => {
    const array = typeof from === "number" ? new Float64Array(from) : from;
    return dtype === "float32" ? new Float32Array(array) : array.slice();
  };
  const x = floats(data.x);
  const layers = data.weights.map((weights, i): Layer => {
    const inputs = spec.layers[i];
    const outputs = spec.layers[i + 1];
    return {
      ...{ inputs, outputs, w: floats(weights), b: floats(outputs) },
      ...{ gw: floats(weights.length), gb: floats(outputs) },
      ...{ z: floats(batch * outputs), gz: floats(batch * outputs) },
    };
  });
  let steps: Step[] = [];
  let loss = 0;
  const step = (t: number) => {
    forward(x, layers, spec);
    const { z, gz, outputs } = layers[layers.length - 1];
    loss = spec.loss === "squares"
      ? squares(z, gz, data.y)
      : crossEntropy(z, gz, data.y, outputs);
    backward(x, layers, spec);
    layers.forEach(({ w, gw, b, gb }, i) => {
      steps[2 * i](w, gw, t);
      steps[2 * i + 1](b, gb, t);
    });
  };
  return {
    run(count) {
      layers.forEach(({ w, b }, i) => {
        w.set(data.weights[i]);
        b.fill(0);
      });
      steps = layers.flatMap(({ w, b }) => [stepOf(rule, w), stepOf(rule, b)]);
      for (let t = 1; t <= count; t++) step(t);
    },
    result: () => [loss],
  };
}

function forward(x: Floats, layers: Layer[], spec: Training): void {
  const m = spec.batch;
  layers.forEach(({ inputs, outputs, w, b, z }, layer) => {
    const from = layer === 0 ? x : layers[layer - 1].z;
    times(from, w, z, { m, k: inputs, n: outputs });
    const last = layer === layers.length - 1;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < outputs; j++) {
        const sum = z[i * outputs + j] + b[j];
        z[i * outputs + j] = last
          ? sum
          : spec.activation === "tanh"
          ? Math.tanh(sum)
          : sum > 0
          ? sum
          : 0;
      }
    }
  });
}

function backward(x: Floats, layers: Layer[], spec: Training): void {
  const { batch, activation } = spec;
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    const { inputs, outputs, w, gw, gb, gz } = layers[layer];
    const from = layer === 0 ? x : layers[layer - 1].z;
    transposedTimes(from, gz, gw, { m: inputs, k: batch, n: outputs });
    gb.fill(0);
    for (let i = 0; i < batch; i++) {
      for (let j = 0; j < outputs; j++) gb[j] += gz[i * outputs + j];
    }
    if (layer === 0) return;
    const below = layers[layer - 1];
    timesTransposed(gz, w, below.gz, { m: batch, k: outputs, n: inputs });
    for (let i = 0; i < below.z.length; i++) {
      const z = below.z[i];
      if (activation === "tanh") below.gz[i] *= 1 - z * z;
      else if (z <= 0) below.gz[i] = 0;
    }
  }
}

function squares(z: Floats, gz: Floats, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    const difference = z[i] - y[i];
    sum += difference * difference;
    gz[i] = 2 * difference / z.length;
  }
  return sum / z.length;
}

function crossEntropy(
  z: Floats,
  gz: Floats,
  y: Float64Array,
  classes: number,
): number {
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    const row = i * classes;
    let most = -Infinity;
    for (let j = 0; j < classes; j++) most = Math.max(most, z[row + j]);
    let sum = 0;
    for (let j = 0; j < classes; j++) sum += Math.exp(z[row + j] - most);
    loss += Math.log(sum) + most - z[row + y[i]];
    for (let j = 0; j < classes; j++) {
      const share = Math.exp(z[row + j] - most) / sum;
      gz[row + j] = (share - (j === y[i] ? 1 : 0)) / y.length;
    }
  }
  return loss / y.length;
}
