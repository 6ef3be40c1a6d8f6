import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  hessian,
  hvp,
  jvp,
  matmul,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  zeros,
} from "../../autodiff/mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { check, moderateDouble } from "../support/property.ts";

/** Small whole numbers: sums and products of them are exact in any order. */
const whole = fc.integer({ min: -9, max: 9 });

function rows(n: number, m: number): fc.Arbitrary<number[][]> {
  const row = fc.array(whole, { minLength: m, maxLength: m });
  return fc.array(row, { minLength: n, maxLength: n });
}

interface Line {
  slope: Tensor;
  offset: Tensor;
}

const line: Line = { slope: tensor([2, 3]), offset: tensor(1) };

function squares({ slope, offset }: Line, x: Tensor): Tensor {
  return slope.mul(x).add(offset).square().sum();
}

Deno.test("grad() has the shape, dtype and structure of the parameters", () => {
  const { slope, offset } = grad(squares)(line, tensor([1, 10]));
  // 2·(slope·x + offset)·x, and the sum of 2·(slope·x + offset)
  assertEquals(slope.toArray(), [6, 620]);
  assertEquals(offset.toArray(), 68);
  const narrow = grad((x) => x.square().sum())(tensor([1, 2], "float32"));
  assertEquals([narrow.dtype, narrow.shape], ["float32", [2]]);
  const list = grad(([a, b]: Tensor[]) => a.mul(b))([tensor(3), tensor(5)]);
  assertEquals(list.map((x) => x.item()), [5, 3]);
});

Deno.test("grad() differentiates by the first argument alone", () => {
  const seen: unknown[] = [];
  const f = (x: Tensor, y: Tensor, n: number, note: { a: string }) => {
    seen.push(n, note);
    return x.mul(y).mul(n);
  };
  const note = { a: "b" };
  assertEquals(grad(f)(tensor(3), tensor(5), 7, note).item(), 35);
  assertEquals(seen, [7, note]);
});

Deno.test("grad() gives +0 where nothing depends on a parameter", () => {
  const f = ({ used }: { used: Tensor; idle: Tensor; cut: Tensor[] }) =>
    used.square();
  const at = {
    used: tensor(3),
    idle: tensor([[1, 2]], "float32"),
    cut: [tensor([])],
  };
  const result = grad(f)(at);
  assertEquals(result.idle.dtype, "float32");
  assertSameBits(result.idle.toTypedArray(), new Float32Array([0, 0]));
  assertEquals(result.idle.shape, [1, 2]);
  assertEquals(result.cut[0].shape, [0]);
  const constant = grad(() => tensor(5))(tensor([1, 2]));
  assertSameBits(constant.toTypedArray(), new Float64Array([0, 0]));
});

Deno.test("grad() of a function that returns its parameter is 1", () => {
  assertEquals(grad((x) => x)(tensor(4)).item(), 1);
  assertEquals(grad((x) => x)(tensor(4, "float32")).dtype, "float32");
});

Deno.test("valueAndGrad() has the bits of the function and of grad()", () => {
  check(fc.property(fc.array(moderateDouble()), (numbers) => {
    const x = tensor(new Float64Array(numbers));
    const f = (x: Tensor) => x.sin().mul(x.exp()).sum();
    const { value, grad: slope } = valueAndGrad(f)(x);
    assertSameBits(value.toTypedArray(), f(x).toTypedArray());
    assertSameBits(slope.toTypedArray(), grad(f)(x).toTypedArray());
  }));
});

Deno.test("grad() composes to any order", () => {
  const quintic = (x: Tensor) => x.square().square().mul(x);
  let f = quintic;
  // 5·4·3·2·1 times the powers of 2 that are left
  for (const expected of [80, 160, 240, 240, 120, 0, 0]) {
    f = grad(f);
    assertEquals(f(tensor(2)).item(), expected);
  }
});

Deno.test("vjp() is the cotangent times the Jacobian", () => {
  check(fc.property(rows(3, 2), rows(1, 2), rows(1, 3), (m, [x], [u]) => {
    const f = (x: Tensor) => matmul(tensor(m), x);
    const { value, grad } = vjp(f)(tensor(x), tensor(u));
    assertEquals(value.toArray(), f(tensor(x)).toArray());
    assertEquals(grad.toArray(), matmul(tensor(u), tensor(m)).toArray());
  }));
});

Deno.test("jvp() is the Jacobian times the direction", () => {
  check(fc.property(rows(3, 2), rows(2, 2), (m, [x, v]) => {
    const f = (x: Tensor) => matmul(tensor(m), x.square());
    const { value, tangent } = jvp(f)(tensor(x), tensor(v));
    assertEquals(value.toArray(), f(tensor(x)).toArray());
    const expected = matmul(tensor(m), tensor(x).mul(2).mul(tensor(v)));
    assertEquals(tangent.add(0).toArray(), expected.add(0).toArray());
  }));
});

Deno.test("vjp() and jvp() take and give trees", () => {
  const f = ({ a, b }: { a: Tensor; b: Tensor }, n: number) => ({
    product: a.mul(b).mul(n),
    rest: [b.square(), tensor(7)],
  });
  type Result = { product: Tensor; rest: Tensor[] };
  const at = { a: tensor([1, 2]), b: tensor(3) };
  const cotangent = {
    product: tensor([1, 10]),
    rest: [tensor(100), tensor(1)],
  };
  const back = vjp<typeof at, Result, [number]>(f)(at, cotangent, 2);
  assertEquals(back.grad.a.toArray(), [6, 60]);
  assertEquals(back.grad.b.item(), 2 + 40 + 600);
  assertEquals(back.value.rest[0].item(), 9);
  const direction = { a: tensor([1, 0]), b: tensor(1) };
  const forth = jvp<typeof at, Result, [number]>(f)(at, direction, 2);
  assertEquals(forth.tangent.product.toArray(), [6 + 2, 4]);
  assertEquals(forth.tangent.rest.map((x) => x.item()), [6, 0]);
  assertEquals(forth.value.rest[1].item(), 7);
});

Deno.test("hvp() and hessian() are those of a quadratic form", () => {
  check(fc.property(rows(3, 3), rows(2, 3), (m, [x, v]) => {
    const matrix = tensor(m);
    const form = (x: Tensor) => x.mul(matmul(matrix, x)).sum();
    const symmetric = matrix.add(matrix.transpose());
    const product = hvp(form)(tensor(x), tensor(v)).add(0);
    const expected = matmul(symmetric, tensor(v)).add(0);
    assertEquals(product.toArray(), expected.toArray());
    assertEquals(
      hessian(form)(tensor(x)).add(0).toArray(),
      symmetric.add(0).toArray(),
    );
  }));
});

Deno.test("hessian() of a tree has a block for each pair of leaves", () => {
  const f = ({ w, b }: { w: Tensor; b: Tensor }, n: number) =>
    w.square().mul(w).sum().add(w.sum().mul(b.square().sum())).mul(n);
  const at = { w: tensor([[1, 2]]), b: tensor([3]) };
  const second = hessian<typeof at, [number]>(f)(at, 10);
  assertEquals(second.w.w.shape, [1, 2, 1, 2]);
  assertEquals(second.w.w.toArray(), [[[[60, 0]], [[0, 120]]]]);
  assertEquals(second.w.b.shape, [1, 2, 1]);
  assertEquals(second.w.b.toArray(), [[[60], [60]]]);
  assertEquals(second.b.w.toArray(), [[[60, 60]]]);
  assertEquals(second.b.b.toArray(), [[60]]);
  assertEquals(hessian((x) => x.sum())(tensor([])).shape, [0, 0]);
  assertEquals(hessian((x) => x.square())(tensor(3)).item(), 2);
});

Deno.test("derivatives of derivatives agree, whichever makes them", () => {
  const f = (x: Tensor) => x.sin().mul(x.exp()).prod();
  const at = tensor([0.5, -1, 2]);
  const v = tensor([1, 2, -1]);
  const expected = hvp(f)(at, v).toTypedArray();
  const others = [
    jvp(grad(f))(at, v).tangent,
    vjp(grad(f))(at, v).grad,
    grad((x) => jvp(f)(x, v).tangent)(at),
    grad((x) => grad(f)(x).mul(v).sum())(at),
    matmul(hessian(f)(at), v),
  ];
  for (const other of others) {
    other.toTypedArray().forEach((x, i) => {
      // Some tens of operations on numbers below 20, each rounded once.
      const off = Math.abs(x - expected[i]);
      assertEquals(off < 1e-13 * 20, true, `${x} for ${expected[i]}`);
    });
  }
});

Deno.test("grad() and its kin say what the function must return", () => {
  const refuses = (f: (x: Tensor) => unknown, text: string) => {
    for (const transform of [grad, valueAndGrad, hessian]) {
      const name = transform.name;
      assertThrows(
        () => transform(f as (x: Tensor) => Tensor)(tensor([1, 2])),
        TypeError,
        `Cannot ${name}: the function must return a scalar tensor${text}`,
      );
    }
  };
  refuses((x) => x, ", it returned one of shape [2]; reduce it with sum()");
  refuses((x) => x.reshape([1, 2]), ", it returned one of shape [1, 2]");
  refuses(() => 3, ", it returned 3");
  refuses(() => undefined, ", it returned undefined");
  refuses((x) => [x.sum()], ", it returned an array");
  refuses((x) => ({ x }), ", it returned an object");
  refuses((x) => x.sum().greater(0), " of a float dtype, it returned bool");
  refuses((x) => x.argmax(), " of a float dtype, it returned int32");
});

Deno.test("transformations refuse parameters that are not floats", () => {
  const at = { w: tensor([1]), n: [tensor([1, 2], "int32")] };
  const f = ({ w }: typeof at) => w.sum();
  const runs: Record<string, () => unknown> = {
    grad: () => grad(f)(at),
    valueAndGrad: () => valueAndGrad(f)(at),
    vjp: () => vjp<typeof at>(f)(at, tensor(1)),
    jvp: () => jvp<typeof at>(f)(at, at),
    hvp: () => hvp(f)(at, at),
    hessian: () => hessian(f)(at),
  };
  for (const [name, run] of Object.entries(runs)) {
    assertThrows(
      run,
      TypeError,
      `Cannot ${name}: a parameter must be float64 or float32 to have a ` +
        `derivative; dtype of parameters.n[0] is int32`,
    );
  }
});

Deno.test("transformations refuse directions unlike the parameters", () => {
  const at = { w: tensor([1, 2]) };
  const f = ({ w }: typeof at) => w.square().sum();
  const shape = { w: tensor([1]) };
  const dtype = { w: tensor([1, 2], "float32") };
  const other = { v: tensor([1, 2]) } as unknown as typeof at;
  const twice = { w: tensor([1, 2]), x: tensor(1) };
  const must = "must be float64 of shape [2], it is";
  for (
    const [name, what, run] of [
      ["jvp", "the direction", jvp<typeof at>(f)],
      ["hvp", "the vector", hvp(f)],
    ] as [string, string, (at: unknown, v: unknown) => unknown][]
  ) {
    const refuses = (v: unknown, text: string) =>
      void assertThrows(
        () => run(at, v),
        TypeError,
        `Cannot ${name}: ${what}${text}`,
      );
    refuses(shape, `.w ${must} float64 of shape [1]`);
    refuses(dtype, `.w ${must} float32 of shape [2]`);
    refuses(other, " must have the structure of the parameters; expected .w");
    refuses(twice, " must have the structure of the parameters; expected no");
  }
  assertThrows(
    () => vjp<typeof at>(f)(at, zeros([1])),
    TypeError,
    "Cannot vjp: the cotangent must be float64 of shape [], it is float64 of " +
      "shape [1]",
  );
});
