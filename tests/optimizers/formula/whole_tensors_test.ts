/** Formulas of rules that see a tensor as a whole. */
import { assert, assertEquals } from "@std/assert";
import {
  adafactor,
  formula,
  lamb,
  lars,
  muon,
  shampoo,
  soap,
} from "../../../mod.ts";

type Optimizer = Parameters<typeof formula>[0];

const texts = (optimizer: Optimizer, shape?: number[]) =>
  formula(optimizer, shape).equations.map(({ text }) => text);

Deno.test("formula() writes norms of lamb() and lars()", () => {
  assertEquals(texts(lamb()).slice(4), [
    "u_t = m\u0302_t/(√v\u0302_t + ε) + λ·w_{t−1}",
    "s_t = u_t if ‖w_{t−1}‖ = 0, else (u_t/‖u_t‖)·‖w_{t−1}‖",
    "w_t = w_{t−1} − η·s_t",
  ]);
  assertEquals(texts(lars({ variant: "optax" })), [
    "u_t = g_t if ‖w_{t−1}‖ = 0, else (g_t/‖g_t‖)·‖w_{t−1}‖·η",
    "m_t = μ·m_{t−1} + γ·u_t",
    "w_t = w_{t−1} − m_t",
  ]);
});

Deno.test("formula() writes means and RMS of adafactor()", () => {
  assertEquals(texts(adafactor()), [
    "u_t = 1 − t^(−τ)",
    "r_t = u_t·r_{t−1} + t^(−τ)·mean(g_t ⊙ g_t + ε₁, axis 1)",
    "c_t = u_t·c_{t−1} + t^(−τ)·mean(g_t ⊙ g_t + ε₁, axis 0)",
    "s_t = g_t/(√(r_t/mean(r_t)) ⊙ √c_t)",
    "w_t = w_{t−1} − max(ε₂, RMS(w_{t−1}))·min(ρ, t^(−0.5))·s_t/" +
    "max(RMS(s_t)/d, 1)",
  ]);
  assert(!formula(adafactor()).text.includes("Its numbers are"));
  assertEquals(
    texts(adafactor(), [3])[0],
    "v_t = (1 − t^(−τ))·v_{t−1} + t^(−τ)·(g_t ⊙ g_t + ε₁)",
  );
});

Deno.test("formula() writes a matrix's iteration by its name", () => {
  assertEquals(texts(muon()), [
    "m_t = μ·m_{t−1} + (1 − μ)·g_t",
    "u_t = μ·m_t + (1 − μ)·g_t",
    "w_t = w_{t−1} − η·NS(u_t/(‖u_t‖ + (1 − μ)·ε))",
  ]);
  assertEquals(texts(muon(), [3]).slice(-1), [
    "w_t = w_{t−1} − η·κ·m\u0302_t/(√v\u0302_t + ε₂)",
  ]);
  assertEquals(texts(shampoo()), [
    "h0_t = h0_{t−1} + gram0(g_t)",
    "h1_t = h1_{t−1} + gram1(g_t)",
    "w_t = w_{t−1} − η·precondition(g_t, h0_t, h1_t)",
  ]);
  const printed = formula(soap()).text;
  for (
    const part of [
      "h1_t = β₂·h1_{t−1} + (1 − β₂)·gram1(g_t)",
      "q0_t = basis0(h0_t, q0_{t−1})",
      "β₂·v_{t−1} + (1 − β₂)·into(g_t, q0_{t−1}, q1_{t−1})²",
      "from(into(m_t, q0_{t−1}, q1_{t−1})/(√",
    ]
  ) assert(printed.includes(part), printed);
  assert(formula(soap()).latex.includes("\\operatorname{basis0}"));
});
