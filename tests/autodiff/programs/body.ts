import {
  type DType,
  full,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import type { Choices } from "./choices.ts";
import type { Entry } from "./entry.ts";
import { type Adapter, fit } from "./fit.ts";
import { withDomains } from "./domains.ts";

/** What a transformation inside a program is applied to. */
export interface Body {
  /** The function of `x`; it also uses a value from outside. */
  apply(x: Tensor, captured: Tensor, float: DType): Tensor;
  /** The shape of what it returns. */
  readonly shape: readonly number[];
  readonly text: string;
}

/** The largest number of elements that a value in a program may have. */
export const largest = 48;

/** A function of up to three random operations, defined for every number. */
export function makeBody(
  entries: Record<string, Entry>,
  choices: Choices,
  shape: readonly number[],
  captured: readonly number[],
): Body {
  const samples = [full(shape, 0.25), full(captured, 0.5)];
  const steps: ((values: readonly Tensor[], float: DType) => Tensor)[] = [];
  const texts: string[] = [];
  let last = 0;
  for (let count = choices.between(1, 3); count > 0; count--) {
    const name = choices.pick(Object.keys(entries));
    const call = withDomains(
      name,
      entries[name].call(choices, samples[last].shape),
    );
    const from = call.slots.map((_, i) =>
      i === 0 ? last : choices.below(samples.length)
    );
    const adapters = call.slots.map((slot, i) =>
      fit(choices, samples[from[i]], slot, true)
    );
    const adapt = smaller(call.apply(
      adapters.map((adapt, i) => adapt(samples[from[i]], "float64")),
      "float64",
    ));
    const step = (values: readonly Tensor[], float: DType) => {
      const operands = adapters.map((a, i) => a(values[from[i]], float));
      return adapt(call.apply(operands, float), float);
    };
    samples.push(step(samples, "float64"));
    steps.push(step);
    texts.push(`${name} ${call.text}`);
    last = samples.length - 1;
  }
  const apply = (x: Tensor, captured: Tensor, float: DType) => {
    const values = [x, captured];
    for (const step of steps) values.push(step(values, float));
    const result = values[last];
    return result.dtype === float ? result : result.cast(float);
  };
  return { apply, shape: samples[last].shape, text: texts.join("; ") };
}

/** What cuts a value that has grown too large. */
export function smaller({ shape, size }: Tensor): Adapter {
  if (size <= largest) return (x) => x;
  const most = shape.length > 3 ? 2 : 3;
  const end = shape.map((length) => Math.min(length, most));
  return (x) => x.slice(shape.map(() => 0), end);
}

/**
 * The sum of the elements, each with a weight of its own. The weights are made
 * from `x`, so that in a trace nothing that is computed from them is a number
 * already, rounded unseen.
 */
export function weighted(x: Tensor, float: DType): Tensor {
  const weights = Float64Array.from(
    { length: x.size },
    (_, i) => ((i * 5 + 3) % 8 - 3.5) / 4,
  );
  const one = x.stopGradient().mul(0).sum().add(1);
  return tensor(weights).cast(float).reshape(x.shape).mul(one).mul(x).sum();
}
