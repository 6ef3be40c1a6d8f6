import * as r from "../../support/fixed_point.ts";
function num(a: r.Real): number {
  const s = a.significand < 0n ? -a.significand : a.significand;
  const b = s.toString(2).length;
  const n = b > 60
    ? Number(a.significand >> BigInt(b - 60))
    : Number(a.significand);
  let e = a.exponent + (b > 60 ? b - 60 : 0);
  let v = n;
  while (e > 0) {
    v *= 2;
    e--;
  }
  while (e < 0) {
    v /= 2;
    e++;
  }
  return v;
}
for (
  const x of [
    1e-300,
    1e-5,
    0.003,
    0.1,
    0.5,
    1,
    2,
    3.7,
    30,
    700,
    -1e-5,
    -0.3,
    -2,
    -40,
    -0.9,
  ]
) {
  const row: unknown[] = [x];
  for (
    const f of [
      "exp",
      "expm1",
      "log",
      "log1p",
      "sin",
      "cos",
      "tanh",
      "sigmoid",
      "softplus",
    ] as const
  ) {
    if (x <= 0 && f === "log" || x <= -1 && f === "log1p") continue;
    const ref = f === "sigmoid"
      ? 1 / (1 + Math.exp(-x))
      : f === "softplus"
      ? Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
      : (Math as any)[f](x);
    const v = num((r as any)[f](x));
    row.push(
      f + ":" + (v === 0 && ref === 0 ? 0 : ((v - ref) / ref)).toExponential(1),
    );
  }
  console.log(...row);
}
console.log(num(r.pow(2, 0.5)), num(r.pow(10, 300.3)), 10 ** 300.3);
for (
  const f of [
    "exp",
    "expm1",
    "log",
    "log1p",
    "sin",
    "cos",
    "tanh",
    "sigmoid",
    "softplus",
  ] as const
) {
  const g = (r as any)[f];
  const xs = Float64Array.from({ length: 20000 }, () => Math.random() * 20);
  let t = performance.now();
  for (const x of xs) g(x);
  console.log(f, (performance.now() - t) / 20, "us");
}
