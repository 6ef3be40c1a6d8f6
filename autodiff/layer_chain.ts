import type { Activation } from "./activations.ts";
import type { Tensor, TensorLike } from "./tensor.ts";
import { full, ones } from "./create.ts";
import { isTensor, rangeError, typeError } from "./handle.ts";

/** What the forward pass computes; index 0 of `h` is the input x. */
export interface ForwardPass {
  /** The layers' outputs h₀ … hₙ: hᵢ = fᵢ(zᵢ), and h₀ = x. */
  readonly h: readonly Tensor[];
  /** The net inputs z₁ … zₙ, at indices 1 … n: zᵢ = wᵢ·hᵢ₋₁. */
  readonly z: readonly Tensor[];
  /** The error e = ŷ − y, where ŷ = hₙ. It is signed, not squared. */
  readonly e: Tensor;
}

/** A model of n layers of one unit each, and all its derivatives. */
export interface LayerChain {
  /** The number of layers n. */
  readonly depth: number;

  /**
   * The forward pass, one layer at a time.
   *
   * @param w the weights w₁ … wₙ, scalars.
   * @param x the input.
   * @param y the target.
   * @throws {TypeError} if there aren't n weights.
   */
  forward(w: readonly Tensor[], x: TensorLike, y: TensorLike): ForwardPass;

  /**
   * The error e = fₙ(wₙ·… f₁(w₁·x)) − y alone.
   *
   * @throws {TypeError} if there aren't n weights.
   */
  error(w: readonly Tensor[], x: TensorLike, y: TensorLike): Tensor;

  /**
   * Every factor of the chain rule by name, from the error back to the input:
   * `∂e/∂hₙ` = 1, `∂hᵢ/∂zᵢ` = fᵢ′(zᵢ), `∂zᵢ/∂wᵢ` = hᵢ₋₁, `∂zᵢ/∂hᵢ₋₁` = wᵢ.
   * The indices in the names are plain digits: `∂z3/∂h2`.
   */
  factors(
    w: readonly Tensor[],
    x: TensorLike,
    y: TensorLike,
  ): ReadonlyMap<string, Tensor>;

  /**
   * The names of the factors whose product is ∂e/∂w_k, in the order of the
   * chain rule: `∂e/∂h3`, `∂h3/∂z3`, `∂z3/∂h2`, …, `∂z1/∂w1` for k = 1.
   *
   * @throws {RangeError} if k is not in 1 … n.
   */
  chainRule(k: number): readonly string[];

  /**
   * Backpropagation by hand: ∂e/∂w₁ … ∂e/∂wₙ, each the product of the factors
   * that {@linkcode LayerChain.chainRule} names, from the left.
   */
  backward(
    w: readonly Tensor[],
    x: TensorLike,
    y: TensorLike,
  ): readonly Tensor[];

  /**
   * The closed formula, for each k = 1 … n:
   * ∂e/∂w_k = h_{k−1} × ∏_{i=k+1..n} wᵢ × ∏_{i=k..n} fᵢ′(zᵢ).
   */
  closedForm(
    w: readonly Tensor[],
    x: TensorLike,
    y: TensorLike,
  ): readonly Tensor[];

  /**
   * The update (w_k)_new = w_k − η × ∂e/∂w_k of every weight.
   *
   * @param gradient ∂e/∂w₁ … ∂e/∂wₙ.
   * @param learningRate η.
   * @throws {TypeError} if there aren't n weights and n derivatives.
   */
  update(
    w: readonly Tensor[],
    gradient: readonly Tensor[],
    learningRate: TensorLike,
  ): Tensor[];
}

/**
 * The worked example of backpropagation: a chain of n layers of one unit,
 * ŷ = fₙ(wₙ·fₙ₋₁(… f₁(w₁·x))), with biases of 0, and its signed error
 * e = ŷ − y. Everything is made of tensor operations, so that `grad` and the
 * formulas written out can be held against each other.
 *
 * The error has no minimum: it shows the derivatives, and is not to be trained
 * on.
 *
 * @param layers the activations f₁ … fₙ.
 * @throws {RangeError} if there is no layer.
 * @throws {TypeError} if a layer is not an activation.
 *
 * @example
 * ```ts
 * import { activations, grad, layerChain, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { identity } = activations;
 * const chain = layerChain([identity, identity, identity]);
 * const w = [tensor(2), tensor(3), tensor(4)];
 * assertEquals(chain.error(w, 5, 100).item(), 20);
 * const closed = chain.closedForm(w, 5, 100).map((d) => d.item());
 * assertEquals(closed, [60, 40, 30]);
 * const automatic = grad(chain.error)(w, 5, 100);
 * assertEquals(automatic.map((d) => d.item()), closed);
 * ```
 */
export function layerChain(layers: readonly Activation[]): LayerChain {
  const n = layers.length;
  if (n === 0) {
    throw new RangeError(
      "Cannot create layerChain: at least one activation is needed, current " +
        "number is 0",
    );
  }
  layers.forEach(checkActivation);
  /** fᵢ, with the index of the formulas, which starts at 1. */
  const f = [undefined!, ...layers] as readonly Activation[];

  const forward: LayerChain["forward"] = (weights, x, y) => {
    const w = numbered(weights, n);
    const h = [isTensor(x) ? x : full([], x, w[1].dtype)];
    const z: Tensor[] = [];
    for (let i = 1; i <= n; i++) {
      z[i] = w[i].mul(h[i - 1]);
      h[i] = f[i].value(z[i]);
    }
    return { h, z, e: h[n].sub(y) };
  };

  const factors: LayerChain["factors"] = (weights, x, y) => {
    const w = numbered(weights, n);
    const { h, z, e } = forward(weights, x, y);
    const named = new Map<string, Tensor>();
    named.set(`∂e/∂h${n}`, ones(e.shape, e.dtype));
    for (let i = n; i >= 1; i--) {
      named.set(`∂h${i}/∂z${i}`, f[i].derivative(z[i]));
      named.set(`∂z${i}/∂w${i}`, h[i - 1]);
      named.set(`∂z${i}/∂h${i - 1}`, w[i]);
    }
    return named;
  };

  const chainRule: LayerChain["chainRule"] = (k) => {
    if (!Number.isInteger(k) || k < 1 || k > n) {
      throw rangeError("chainRule", `k must be a layer from 1 to ${n}`, k);
    }
    const names = [`∂e/∂h${n}`];
    for (let i = n; i > k; i--) {
      names.push(`∂h${i}/∂z${i}`, `∂z${i}/∂h${i - 1}`);
    }
    return [...names, `∂h${k}/∂z${k}`, `∂z${k}/∂w${k}`];
  };

  return {
    depth: n,
    forward,
    factors,
    chainRule,
    error: (w, x, y) => forward(w, x, y).e,
    backward(w, x, y) {
      const named = factors(w, x, y);
      return layers.map((_, i) =>
        product(chainRule(i + 1).map((name) => named.get(name)!))
      );
    },
    closedForm(weights, x, y) {
      const w = numbered(weights, n);
      const { h, z } = forward(weights, x, y);
      const slopes = z.map((net, i) => f[i].derivative(net));
      return layers.map((_, i) => {
        const k = i + 1;
        return product([h[k - 1], ...w.slice(k + 1), ...slopes.slice(k)]);
      });
    },
    update(weights, gradient, learningRate) {
      const w = numbered(weights, n);
      const slopes = numbered(gradient, n, "derivatives");
      return layers.map((_, i) =>
        w[i + 1].sub(slopes[i + 1].mul(learningRate))
      );
    },
  };
}

function checkActivation(layer: Partial<Activation> | undefined, i: number) {
  const { value, derivative } = layer ?? {};
  if (typeof value === "function" && typeof derivative === "function") return;
  const right = "must be an activation (value and derivative)";
  throw typeError("create layerChain", `layer ${i + 1} ${right}`, layer);
}

/** What each layer has, at the indices of the formulas, 1 … n. */
function numbered(
  each: readonly Tensor[],
  n: number,
  what = "weights",
): readonly Tensor[] {
  if (each.length !== n) {
    throw new TypeError(
      `Cannot run layerChain: it has ${n} layers and needs as many ${what}, ` +
        `current number is ${each.length}`,
    );
  }
  return [undefined!, ...each];
}

function product(factors: readonly Tensor[]): Tensor {
  return factors.reduce((product, factor) => product.mul(factor));
}
