import { checkInteger } from "../check_integer.ts";
import { concrete, type Value } from "../graph.ts";
import { typeError, unwrap } from "../handle.ts";
import { reshape } from "../operations/reshape.ts";
import { formatShape, sameShape, type Shape } from "../shapes.ts";
import { type Tensor, wrap } from "../tensor.ts";
import { integers } from "./integers.ts";
import type { Key } from "./key.ts";
import { normal, type NormalOptions } from "./normal.ts";
import { permutation } from "./permutation.ts";
import { randomBits } from "./random_bits.ts";
import { sha256 } from "./sha256.ts";
import { stream } from "./streams.ts";
import { bernoulli, uniform, type UniformOptions } from "./uniform.ts";

class ThreefryKey implements Key {
  constructor(readonly bits: Tensor) {}

  fold(name: string): Key {
    const [first, second] = hashOf(name);
    const names = block(this.#value("fold"), 0, stream("fold"));
    return new ThreefryKey(wrap(block(names, first, second)));
  }

  split(n: number): Key[] {
    checkInteger("split", "n", n, 0, 4294967296);
    const own = this.#value("split");
    const child = (i: number) => wrap(block(own, i, stream("split")));
    return Array.from({ length: n }, (_, i) => new ThreefryKey(child(i)));
  }

  uniform(shape: Shape, options: UniformOptions = {}): Tensor {
    return wrap(uniform(this.#value("uniform"), shape, options));
  }

  normal(shape: Shape, options: NormalOptions = {}): Tensor {
    return wrap(normal(this.#value("normal"), shape, options));
  }

  permutation(n: number): Tensor {
    return wrap(permutation(this.#value("permutation"), n));
  }

  bernoulli(p: number, shape: Shape): Tensor {
    return wrap(bernoulli(this.#value("bernoulli"), p, shape));
  }

  integers(low: number, high: number, shape: Shape): Tensor {
    return wrap(integers(this.#value("integers"), low, high, shape));
  }

  #value(name: string): Value {
    return unwrap(name, this.bits);
  }
}

/** The block of a key at one counter, as uint32 of shape `[2]`. */
function block(key: Value, first: number, stream: number): Value {
  return reshape(randomBits(key, { first, count: 1, stream }), [2]);
}

/** The first 64 bits of SHA-256 of a name in UTF-8, as two words. */
function hashOf(name: string): [number, number] {
  if (typeof name !== "string") {
    throw typeError("fold", "name must be a string", name);
  }
  const lone = name.search(/\p{Surrogate}/u);
  if (lone >= 0) {
    throw new RangeError(
      `Cannot fold: name must be well-formed Unicode, current value is ` +
        `${JSON.stringify(name)}, with a lone surrogate at ${lone}`,
    );
  }
  const digest = sha256(new TextEncoder().encode(name));
  const view = new DataView(digest.buffer);
  return [view.getUint32(0), view.getUint32(4)];
}

/**
 * The random key of a seed: its first word is the seed divided by 2³² and
 * rounded down, its second the rest.
 *
 * @param seed an integer in [0, 2⁵³ − 1]. All are alike, 0 included, and no
 * two give the same key.
 * @throws {RangeError} for any other number.
 *
 * @example
 * ```ts
 * import { key } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(key(2 * 4294967296 + 3).bits.toArray(), [2, 3]);
 * const draw = () => key(0).uniform([2]).toArray();
 * assertEquals(draw(), draw());
 * ```
 */
export function key(seed: number): Key {
  checkInteger("key", "seed", seed, 0, Number.MAX_SAFE_INTEGER);
  const words = new Uint32Array([Math.floor(seed / 0x100000000), seed]);
  return new ThreefryKey(wrap(concrete([2], "uint32", words)));
}

/**
 * The key that has the given bits, those of another key: read from a file, or
 * mapped by `vmap`.
 *
 * @param bits a uint32 tensor of shape `[2]`.
 * @throws {TypeError} for another dtype or shape.
 *
 * @example
 * ```ts
 * import { key, keyOf, tensor, vmap } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const bits = tensor([[0, 5], [0, 6]], "uint32");
 * const draws = vmap((own) => keyOf(own).uniform([3]))(bits);
 * assertEquals(draws.toArray(), [
 *   key(5).uniform([3]).toArray(),
 *   key(6).uniform([3]).toArray(),
 * ]);
 * ```
 */
export function keyOf(bits: Tensor): Key {
  const { dtype, shape } = unwrap("keyOf", bits);
  if (dtype !== "uint32" || !sameShape(shape, [2])) {
    throw new TypeError(
      `Cannot keyOf: bits must be uint32 of shape [2], they are ${dtype} of ` +
        `shape ${formatShape(shape)}`,
    );
  }
  return new ThreefryKey(bits);
}
