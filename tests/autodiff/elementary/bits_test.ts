import {
  copySign,
  exponent,
  powerOfTwo,
  significand,
} from "../../../autodiff/elementary/bits.ts";
import { assertSameBits } from "../../support/bits.ts";
import { Sampler } from "./points.ts";
import { scalarMachine } from "./scalar_machine.ts";

const machine = scalarMachine("float64");

Deno.test("powerOfTwo() is right for every exponent of a normal number", () => {
  for (let k = -1022; k <= 1023; k++) {
    assertSameBits(powerOfTwo(k), machine.powerOfTwo(k), `k = ${k}`);
  }
});

Deno.test("exponent() and significand() take every normal number apart", () => {
  const s = new Sampler("float64");
  for (let i = 0; i < 20_000; i++) {
    const x = s.magnitude(-1022, 1024);
    assertSameBits(exponent(x), machine.exponent(x), `x = ${x}`);
    assertSameBits(significand(x), machine.significand(x), `x = ${x}`);
    assertSameBits(significand(x) * powerOfTwo(exponent(x)), x);
  }
});

Deno.test("copySign() takes the sign of zeros and infinities too", () => {
  const signs = [0, -0, 1, -1, 5e-324, -5e-324, Infinity, -Infinity];
  for (const magnitude of [...signs, NaN]) {
    for (const sign of signs) {
      assertSameBits(
        copySign(magnitude, sign),
        machine.copySign(magnitude, sign),
      );
    }
  }
});
