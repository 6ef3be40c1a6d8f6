import { assert, assertEquals } from "@std/assert";
import { numbers, sample } from "../../bench/workloads/data.ts";

Deno.test("numbers() are those that the contestants in Python make", () => {
  // numbers(3, 4) of bench/peers/python/data.py
  assertEquals([...numbers(3, 4)], [
    -0.5202592611312866,
    -0.9820444583892822,
    -0.6498569250106812,
    0.21423912048339844,
  ]);
});

Deno.test("numbers() lie in [-1, 1), spread evenly, others in each stream", () => {
  const [one, two] = [numbers(1, 4096), numbers(2, 4096)];
  for (const list of [one, two]) {
    assert(list.every((number) => number >= -1 && number < 1));
    // The standard deviation of the mean of 4096 is 1/√3/64 = 0.009.
    assert(Math.abs(list.reduce((a, b) => a + b) / 4096) < 0.04);
  }
  assertEquals(one.filter((number, i) => number === two[i]).length < 3, true);
});

Deno.test("sample() takes up to 16 elements, spread over all", () => {
  assertEquals(sample([5, 6]), [5, 6]);
  const all = Array.from({ length: 160 }, (_, i) => i);
  assertEquals(sample(all), all.filter((i) => i % 10 === 0));
});
