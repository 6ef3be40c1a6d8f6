import { assertStringIncludes } from "@std/assert";
import { defineOptimizer, formula, positive, type Rule } from "../../../mod.ts";

interface Options {
  readonly variant?: string;
  readonly learningRate?: number;
}

const squares: Rule<Options, Record<never, never>> = defineOptimizer({
  id: "squares",
  family: "both",
  hyper: {
    learningRate: { default: 0.1, range: positive, symbol: "η", doc: "size" },
  },
  variants: { own: {} },
  traits: { coordinatewise: true },
  cite: [],
  init: () => ({}),
  step: ({ g, w, state }, { learningRate }) => ({
    step: learningRate.mul(
      g.div(w).square().add(g.abs().sqrt().square()).add(g.pow(3).square()),
    ),
    state,
  }),
});

Deno.test("formula() brackets quotients, roots and powers that are squared", () => {
  const { text, latex } = formula(squares());
  for (const part of ["(g_t/w_{t−1})²", "(√|g_t|)²", "(g_t³)²"]) {
    assertStringIncludes(text, part);
  }
  for (const part of ["\\right)^2", "(g_t^3)^2"]) {
    assertStringIncludes(latex, part);
  }
});
