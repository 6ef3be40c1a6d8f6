import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  mix,
  type Style,
  stylesOf,
} from "../../../../experiments/lab/plots/theme.ts";
import { rules } from "../../../../mod.ts";

const ids = rules.map(({ id }) => id);

/** Asserts that lines differ by colour and dashes, markers by colour and shape. */
function assertDistinct(styles: Iterable<Style>): void {
  const all = [...styles];
  for (const part of ["dash", "shape"] as const) {
    const looks = all.map((style) => `${style.color} ${style[part]}`);
    assertEquals(new Set(looks).size, looks.length, looks.join("; "));
  }
}

Deno.test("stylesOf() has a look of its own for each rule", () => {
  assertDistinct(stylesOf(ids).values());
});

Deno.test("stylesOf() gives a rule the same look whatever is beside it", () => {
  const all = stylesOf(ids);
  for (const id of ids) {
    for (const others of [[], ["other", "a/b"], ids.toReversed()]) {
      const styles = stylesOf([...others, id]);
      assertEquals(styles.get(id), all.get(id), id);
      assertDistinct(styles.values());
    }
  }
});

Deno.test("stylesOf() has looks for 42 names, rules among them", () => {
  const names = Array.from({ length: 42 - ids.length }, (_, i) => `n ${i}`);
  const styles = stylesOf([...names, ...ids]);
  assertEquals([...styles.keys()], [...names, ...ids]);
  assertDistinct(styles.values());
});

Deno.test("stylesOf() refuses more names than there are looks", () => {
  const names = Array.from({ length: 43 }, (_, i) => `n ${i}`);
  assertThrows(() => stylesOf(names), RangeError, "Cannot plot 43 series");
});

Deno.test("stylesOf() has no colour that is faint on white", () => {
  for (const { color } of stylesOf(ids).values()) {
    const [r, g, b] = [1, 3, 5].map((i) =>
      parseInt(color.slice(i, i + 2), 16) / 255
    );
    // relative luminance, linear parts taken as squares: 1 is white
    const luminance = 0.21 * r * r + 0.72 * g * g + 0.07 * b * b;
    assert(luminance < 0.5, color);
  }
});

Deno.test("mix() goes from one colour to the other", () => {
  const [from, to] = [[0, 100, 255], [10, 0, 255]];
  assertEquals(mix(from, to, 0), "rgb(0,100,255)");
  assertEquals(mix(from, to, 0.5), "rgb(5,50,255)");
  assertEquals(mix(from, to, 1), "rgb(10,0,255)");
});
