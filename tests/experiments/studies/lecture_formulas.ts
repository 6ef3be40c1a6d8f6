/** The worked example of backpropagation in plain numbers. */

/** The weights. */
export const [w1, w2, w3] = [0.5, 0.75, 1.25];
/** The input, the target and the learning rate. */
export const [x, y, eta] = [1.5, 0.25, 0.1];

/** f and f′. */
export type Activation = {
  f: (z: number) => number;
  slope: (z: number) => number;
};

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

export const activations: Record<string, Activation> = {
  identity: { f: (z) => z, slope: () => 1 },
  sigmoid: { f: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  tanh: { f: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  relu: { f: (z) => Math.max(z, 0), slope: (z) => z > 0 ? 1 : 0 },
};
export const names = Object.keys(activations);

/** The forward pass; index 0 of h is the input, of z nothing. */
export function forward({ f }: Activation, [w1, w2, w3]: readonly number[]) {
  const z1 = w1 * x, h1 = f(z1);
  const z2 = w2 * h1, h2 = f(z2);
  const z3 = w3 * h2, h3 = f(z3);
  return { z: [NaN, z1, z2, z3], h: [x, h1, h2, h3], e: h3 - y };
}

/** ∂e/∂w_k = h_{k−1} × ∏ wᵢ (i = k+1 … 3) × ∏ fᵢ′(zᵢ) (i = k … 3). */
export function derivatives(
  activation: Activation,
  w: readonly number[],
): [number, number, number] {
  const { z, h } = forward(activation, w);
  const [s1, s2, s3] = z.slice(1).map(activation.slope);
  return [
    h[0] * w[1] * w[2] * s1 * s2 * s3,
    h[1] * w[2] * s2 * s3,
    h[2] * s3,
  ];
}

/** e after so many updates. */
export function errorAfter(
  activation: Activation,
  w: readonly number[],
  updates: number,
): number {
  for (let i = 0; i < updates; i++) {
    const d = derivatives(activation, w);
    w = w.map((each, k) => each - eta * d[k]);
  }
  return forward(activation, w).e;
}
