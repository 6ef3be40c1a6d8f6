import { assertEquals } from "@std/assert";
import { Progress } from "../../../../experiments/lab/store/progress.ts";

/**
 * What is written to the error stream while the clock shows these times, and
 * at the last one, if it is given, a note.
 */
function shown(
  isTerminal: boolean,
  times: readonly number[],
  note?: string,
): string {
  const { stderr } = Deno;
  const kept = [stderr.isTerminal, stderr.writeSync, performance.now] as const;
  let written = "";
  let now = 1000;
  try {
    stderr.isTerminal = () => isTerminal;
    stderr.writeSync = (bytes) => {
      written += new TextDecoder().decode(bytes);
      return bytes.length;
    };
    performance.now = () => now;
    const progress = new Progress("iris");
    times.forEach((time, i) => {
      now = 1000 + time;
      progress.update(i + 1, times.length);
    });
    if (note !== undefined) progress.note(note);
    progress.end();
  } finally {
    [stderr.isTerminal, stderr.writeSync, performance.now] = kept;
  }
  return written;
}

Deno.test("Progress says nothing where there is no terminal", () => {
  assertEquals(shown(false, [0, 3000, 9000], "plots"), "");
});

Deno.test("Progress says nothing of what is quick", () => {
  assertEquals(shown(true, [0, 500, 1999], "plots"), "");
});

Deno.test("Progress shows one line, at most ten times a second, and clears it", () => {
  assertEquals(
    shown(true, [0, 2000, 2050, 2100, 2199, 9000]),
    "\riris: 2 of 6 trials\x1b[K\riris: 4 of 6 trials\x1b[K" +
      "\riris: 6 of 6 trials\x1b[K\r\x1b[K",
  );
});

Deno.test("Progress says at once what else is done", () => {
  assertEquals(
    shown(true, [2000, 2001], "plots"),
    "\riris: 1 of 2 trials\x1b[K\riris: plots\x1b[K\r\x1b[K",
  );
});
