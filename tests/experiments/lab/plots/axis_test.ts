import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  type Axis,
  domainOf,
  hasPlace,
  logTicks,
  withinReach,
} from "../../../../experiments/lab/plots/axis.ts";
import { check } from "../../../support/property.ts";

const linear: Axis = { title: "a" };
const log: Axis = { title: "a", scale: "log" };

Deno.test("hasPlace() is for finite numbers, on a logarithmic axis for positive ones", () => {
  for (const value of [NaN, Infinity, -Infinity, 1.1e300, -1.1e300]) {
    assertEquals(hasPlace(linear, value) || hasPlace(log, value), false);
  }
  for (const value of [0, -0, -1, 5e-324]) {
    assertEquals([hasPlace(linear, value), hasPlace(log, value)], [
      true,
      false,
    ]);
  }
  assert(hasPlace(log, 1e-300) && hasPlace(log, 1e300));
});

Deno.test("domainOf() holds every value that has a place and is never empty", () => {
  const value = fc.oneof(
    fc.double(),
    fc.constantFrom(0, -0, 1, 5e-324, Number.MAX_VALUE, NaN, Infinity),
  );
  check(fc.property(fc.array(value), (values) => {
    for (const axis of [linear, log]) {
      const [low, high] = domainOf(axis, values);
      assert(low < high && Number.isFinite(high - low));
      assert(axis === linear || low > 0);
      for (const value of values) {
        if (hasPlace(axis, value)) assert(value >= low && value <= high);
      }
    }
  }));
});

Deno.test("domainOf() is what is given", () => {
  assertEquals(domainOf({ ...log, domain: [2, 3] }, [1, 9]), [2, 3]);
});

/** The number that a label stands for. */
function read(label: string): number {
  const plain = label.replace(
    /[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/g,
    (c) =>
      "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".indexOf(c) === 10 ? "-" : String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c)),
  );
  const [, factor = "1", power] = /^(?:(\d)·)?10([-\d]+)$/.exec(plain) ?? [];
  return /[⁰¹²³⁴⁵⁶⁷⁸⁹]/.test(label)
    ? Number(`${factor}e${power}`)
    : Number(label);
}

Deno.test("withinReach() moves what is far beyond the given ends of a linear axis", () => {
  const given: Axis = { ...linear, domain: [1, 3] };
  for (const value of [1, 2, 3, -1000, 2000]) {
    assertEquals(withinReach(given, value), value);
  }
  assertEquals(withinReach(given, 1e300), 2003);
  assertEquals(withinReach(given, -1e300), -1999);
  assertEquals(withinReach(linear, 1e300), 1e300);
  assertEquals(withinReach({ ...given, scale: "log" }, 1e300), 1e300);
});

Deno.test("logTicks() are rising numbers inside the ends, as many as fit, labelled with their values", () => {
  const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
  const wide = fc.tuple(positive, positive);
  const narrow = fc.tuple(
    fc.integer({ min: -300, max: 300 }),
    fc.double({ min: 1, max: 10, noNaN: true }),
    fc.double({ min: 1, max: 1000, noNaN: true }),
  ).map(([k, factor, width]) => {
    const low = Number(`${factor}e${k}`);
    return [low, low * width] as [number, number];
  });
  const most = fc.integer({ min: 2, max: 12 });
  check(fc.property(fc.oneof(wide, narrow), most, ([a, b], most) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const { ticks, labels } = logTicks(low, high, most);
    assert(ticks.length <= most, `${ticks.length} > ${most}`);
    assertEquals(labels.map(read), ticks);
    assert(ticks.every((tick) => tick >= low && tick <= high));
    assert(ticks.every((tick, i) => i === 0 || ticks[i - 1] < tick));
    if (high >= 20 * low) assert(ticks.length >= 1, `${low} … ${high}`);
  }));
});

Deno.test("logTicks() are powers of ten over many decades, 1, 2 and 5 over few", () => {
  assertEquals(logTicks(1e-3, 1e3), {
    ticks: [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000],
    labels: ["10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹", "10²", "10³"],
  });
  assertEquals(logTicks(0.002, 0.5).labels, [
    ...["0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5"],
  ]);
  assertEquals(logTicks(0.002, 0.5, 6).labels, [
    ...["0.003", "0.01", "0.03", "0.1", "0.3"],
  ]);
  assertEquals(logTicks(2e-9, 1e-8).labels, ["2·10⁻⁹", "5·10⁻⁹", "10⁻⁸"]);
});
