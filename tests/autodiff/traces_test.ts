import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  concatenate,
  grad,
  hessian,
  hvp,
  jvp,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  vmap,
} from "../../autodiff/mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { check, finiteDouble } from "../support/property.ts";

/** Every transformation, on a function of a vector that returns a scalar. */
const transformations: Record<
  string,
  (f: (x: Tensor) => Tensor) => (x: Tensor) => unknown
> = {
  grad,
  valueAndGrad,
  hessian,
  hvp: (f) => (x) => hvp(f)(x, x),
  jvp: (f) => (x) => jvp(f)(x, x),
  vjp: (f) => (x) => vjp(f)(x, tensor(1)),
  vmap: (f) => (x) => vmap(f)(x.reshape([1, -1])),
};

Deno.test("contributions to a cotangent are added last use first", () => {
  check(
    fc.property(
      fc.array(finiteDouble(), { minLength: 3, maxLength: 9 }),
      (factors) => {
        const expected = factors.reduceRight((sum, factor) => sum + factor);
        const uses = (x: Tensor) =>
          factors.map((factor) => x.mul(factor))
            .reduce((sum, term) => sum.add(term));
        assertSameBits(grad(uses)(tensor(1)).item(), expected);
        // The order of the uses, not that of the terms that are made of them.
        const terms = (x: Tensor) =>
          factors.map((factor) => x.mul(factor))
            .reduceRight((sum, term) => sum.add(term));
        assertSameBits(grad(terms)(tensor(1)).item(), expected);
        const backwards = (x: Tensor) => uses(x).neg().neg();
        assertSameBits(grad(backwards)(tensor(1)).item(), expected);
      },
    ),
    { examples: [[[1, 1e16, -1e16]], [[1e16, -1e16, 1]]] },
  );
});

Deno.test("contributions are added last operand and last output first", () => {
  // (-1e16 + 1e16) + 1, where the other way round gives 0
  const weights = tensor([1, 1e16, -1e16]);
  const operands = (x: Tensor) => concatenate([x, x, x]).mul(weights).sum();
  assertEquals(grad(operands)(tensor([5])).toArray(), [1]);
  const outputs = (x: Tensor) => ({ a: x, b: x, c: x });
  const cotangent = { a: tensor(1), b: tensor(1e16), c: tensor(-1e16) };
  const { grad: pulled } = vjp<Tensor, typeof cotangent>(outputs)(
    tensor(5),
    cotangent,
  );
  assertEquals(pulled.item(), 1);
});

Deno.test("uses inside a nested transformation count where they are", () => {
  const f = (x: Tensor) => {
    const first = x.mul(1);
    const inner = grad((y) => y.square().mul(x).mul(0.5e16))(tensor(1));
    const last = x.mul(-1e16);
    return first.add(inner).add(last);
  };
  assertEquals(grad(f)(tensor(3)).item(), 1);
});

Deno.test("grad() inside grad() does not confuse their perturbations", () => {
  const inner = (x: Tensor) => grad((y) => x.add(y))(tensor(1));
  assertEquals(grad((x) => x.mul(inner(x)))(tensor(1)).item(), 1);
  const product = (x: Tensor) => grad((y) => x.mul(y).mul(y))(x);
  // d/dx of 2·x·x, of which one x is the point of the inner derivative
  assertEquals(grad(product)(tensor(3)).item(), 12);
  const held = (x: Tensor) => grad((y) => x.mul(y).mul(y))(x.stopGradient());
  assertEquals(grad(held)(tensor(3)).item(), 6);
  const third = grad((x) =>
    grad((y) => grad((z) => x.mul(y).mul(z).mul(z))(y))(x)
  );
  // d/dx of d/dy (2·x·y²) at y = x: of 4·x², 8·x
  assertEquals(third(tensor(5)).item(), 40);
});

Deno.test("transformations nest in each other in any order", () => {
  const cubes = (x: Tensor) => x.square().mul(x).sum();
  const at = tensor([1, 2]);
  const rows = tensor([[1, 2], [3, 4]]);
  assertEquals(vmap(grad(cubes))(rows).toArray(), [[3, 12], [27, 48]]);
  assertEquals(
    grad((x) => vmap((y) => cubes(y.mul(x)))(rows).sum())(at).toArray(),
    // Σ over rows of 3·r³·x²
    [3 * (1 + 27), 3 * (8 + 64) * 4],
  );
  assertEquals(
    vmap((x) => grad((y) => vmap(cubes)(rows.mul(y)).sum())(x))(rows).toArray(),
    [[84, 864], [756, 3456]],
  );
  assertEquals(
    vmap(hessian(cubes))(rows).toArray(),
    [[[6, 0], [0, 12]], [[18, 0], [0, 24]]],
  );
  const slope = (x: Tensor) => jvp(grad(cubes))(x, at).tangent.sum();
  assertEquals(grad(slope)(at).toArray(), [6, 12]);
  assertEquals(
    hessian((x) => valueAndGrad(cubes)(x).grad.sum())(at).toArray(),
    [[6, 0], [0, 6]],
  );
});

Deno.test("captured tensors are constants of a trace", () => {
  const weights = tensor([2, 3]);
  const f = (x: Tensor) => x.mul(weights).square().sum();
  assertEquals(grad(f)(tensor([1, 1])).toArray(), [8, 18]);
  // A captured tensor of an outer trace is a constant of the inner one alone.
  const outer = (w: Tensor) =>
    grad((x) => x.mul(w).square().sum())(tensor([1, 1])).sum();
  assertEquals(grad(outer)(weights).toArray(), [8, 12]);
});

Deno.test("each call traces anew", () => {
  let factor = 1;
  const slope = grad((x) => x.mul(factor));
  assertEquals(slope(tensor(5)).item(), 1);
  factor = 2;
  assertEquals(slope(tensor(5)).item(), 2);
  assertEquals(slope(tensor(5, "float32")).dtype, "float32");
});

/** What a leaked tensor is refused with. */
function leaked(name: string, by: string): string {
  return `Cannot ${name}: the tensor was made inside a function traced by ` +
    `${by} and has leaked out of it`;
}

Deno.test("a tensor that leaks out of a trace is caught and explained", () => {
  for (const [name, transform] of Object.entries(transformations)) {
    let leak!: Tensor, scalar!: Tensor;
    transform((x) => {
      leak = x.mul(2);
      return scalar = leak.sum();
    })(tensor([1, 2]));
    const refuses = (use: () => unknown, operation: string) =>
      void assertThrows(use, TypeError, leaked(operation, name));
    refuses(() => leak.add(1), "add");
    refuses(() => tensor(1).mul(leak), "multiply");
    refuses(() => leak.item(), "item");
    refuses(() => leak.toArray(), "toArray");
    refuses(() => leak.toTypedArray(), "toTypedArray");
    refuses(() => grad(() => scalar)(tensor(1)), "grad");
    refuses(() => grad((x) => x.mul(leak).sum())(tensor(1)), "multiply");
    assertStringIncludes(String(leak), `traced by ${name}`);
  }
});

Deno.test("a trace that fails is closed", () => {
  for (const [name, transform] of Object.entries(transformations)) {
    let leak!: Tensor;
    const fails = (x: Tensor) => {
      leak = x.mul(2);
      throw new RangeError("no reason");
    };
    assertThrows(() => transform(fails)(tensor([1])), RangeError, "no reason");
    assertThrows(() => leak.add(1), TypeError, leaked("add", name));
    assertEquals(grad((x) => x.square())(tensor(3)).item(), 6);
  }
});

Deno.test("reading elements inside a trace is refused and explained", () => {
  const reads: Record<string, (x: Tensor) => unknown> = {
    item: (x) => x.item(),
    toArray: (x) => x.toArray(),
    toTypedArray: (x) => x.toTypedArray(),
  };
  for (const [name, transform] of Object.entries(transformations)) {
    for (const [method, read] of Object.entries(reads)) {
      assertThrows(
        () => transform((x) => (read(x), x.sum()))(tensor([1])),
        TypeError,
        `Cannot ${method}: inside a function traced by ${name} a tensor of ` +
          `shape [1] has no elements yet`,
      );
    }
    assertThrows(
      () =>
        transform((x) => (x as unknown as number) > 0 ? x.sum() : x.sum())(
          tensor([1]),
        ),
      TypeError,
      "Cannot use a tensor as a number",
    );
  }
});

Deno.test("async functions are refused, whatever they do later", async () => {
  for (const [name, transform] of Object.entries(transformations)) {
    const late: unknown[] = [];
    const f = async (x: Tensor) => {
      await Promise.resolve();
      try {
        return x.sum();
      } catch (error) {
        late.push(error);
        throw error;
      }
    };
    const run = transform(f as unknown as (x: Tensor) => Tensor);
    assertThrows(
      () => run(tensor([1])),
      TypeError,
      `Cannot ${name}: the function is async`,
    );
    await new Promise((resolve) => setTimeout(resolve));
    assertStringIncludes(String(late[0]), "has leaked out of it");
  }
});

Deno.test("no transformation changes the tensors it is given", () => {
  const at = tensor([1, -2, 3]);
  const matrix = tensor([[1, 2, 3], [4, 5, 6]]);
  const before = [at.toTypedArray(), matrix.toTypedArray()];
  const f = (x: Tensor) =>
    matrix.mul(x).reshape([3, 2]).transpose().cumsum(1).flip().slice([0], [2])
      .pad([[1, 0], [0, 1]], 2).stopGradient().add(x.sum()).max();
  for (const transform of Object.values(transformations)) transform(f)(at);
  const { value } = valueAndGrad((x) => x.reshape([3]).sum())(at);
  value.toTypedArray().fill(9);
  at.reshape([3, 1]).toTypedArray().fill(9);
  at.stopGradient().toTypedArray().fill(9);
  assertSameBits(at.toTypedArray(), before[0]);
  assertSameBits(matrix.toTypedArray(), before[1]);
});
