import { config, vega } from "../../lab/plots/theme.ts";
import type { Part } from "../../lab/plots/frame.ts";
import type { Plot } from "../../lab/plot.ts";
import type { ExampleRun } from "./derivatives.ts";
import {
  backward,
  backwardStart,
  columnOf,
  derivativeBox,
  downward,
  forward,
  heading,
  size,
  valueCircle,
} from "./drawing_parts.ts";
import { example } from "./example.ts";

/** A digit set low: `₃`. */
const low = (i: number): string => "₀₁₂₃₄₅₆₇₈₉"[i];

/**
 * The chain of one run. Forward: its values, with weights and activations on
 * the arrows. Backward: the derivatives of e, each the one to its right times
 * the factor on the arrow, and from each net input down to its weight.
 */
export function chainDrawing(
  { activation, chain, weights, derivatives }: ExampleRun,
): Plot {
  const { input, target } = example;
  const { h, z } = chain.forward(weights, input, target);
  const error = chain.error(weights, input, target).item();
  const factors = chain.factors(weights, input, target);
  const depth = weights.length;
  const end = columnOf("h", depth) + 1;
  const marks: Part[] = [
    ...heading(),
    ...valueCircle(0, "h₀ = x", input),
    ...forward(end - 1, "− y", target),
    ...valueCircle(end, "e", error),
    ...backwardStart(end),
  ];

  let derivative = 1;
  /** Goes back along one arrow, to a column, by the factor of a name. */
  const goBack = (column: number, of: string, by: string, i: number) => {
    const factor = factors.get(`∂${of}/∂${by}${i}`)!.item();
    derivative *= factor;
    const name = `∂e/∂${by}${low(i)}`;
    marks.push(...derivativeBox(column, "value", name, derivative));
    return factor;
  };
  for (let i = depth; i >= 1; i--) {
    const [from, net, out] = [
      columnOf("h", i - 1),
      columnOf("z", i),
      columnOf("h", i),
    ];
    const toOutput = goBack(out, i === depth ? "e" : `z${i + 1}`, "h", i);
    if (i < depth) {
      marks.push(...backward(out, `∂z${low(i + 1)}/∂h${low(i)}`, toOutput));
    }
    const slope = goBack(net, `h${i}`, "z", i);
    const weight = weights[i - 1].item();
    const own = factors.get(`∂z${i}/∂w${i}`)!.item();
    const { chained } = derivatives[i - 1];
    marks.push(
      ...backward(net, `∂h${low(i)}/∂z${low(i)}`, slope),
      ...forward(from, `× w${low(i)}`, weight),
      ...valueCircle(net, `z${low(i)}`, z[i].item()),
      ...forward(net, `f${low(i)}`, activation.name),
      ...valueCircle(
        out,
        i === depth ? `h${low(i)} = ŷ` : `h${low(i)}`,
        h[i].item(),
      ),
      ...downward(net, `∂z${low(i)}/∂w${low(i)}`, own),
      ...derivativeBox(net, "weight", `∂e/∂w${low(i)}`, chained),
    );
  }
  return {
    name: "chain",
    caption: `The chain with ${activation.name}. Forward (circles): each ` +
      "value. Backward (boxes): the derivative of e by it, which is the one " +
      "to its right times the factor on the arrow.",
    spec: { $schema: vega, config, autosize: "none", ...size(end), marks },
  };
}
