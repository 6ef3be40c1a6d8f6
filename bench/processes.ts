/** Measures whole processes in alternating rounds. */
import type { Cell, CommandRow, RowResult } from "./row.ts";

/** Measures a row. */
export async function measureProcesses(
  row: CommandRow,
  { rounds, note }: { readonly rounds: number; note(text: string): void },
): Promise<RowResult> {
  const cells: Record<string, Cell> = {};
  const speeds: Record<string, number[]> = {};
  for (let round = -1; round < rounds; round++) {
    note(`${row.id}: round ${Math.max(1, round + 1)} of ${rounds}`);
    for (const [name, args] of Object.entries(row.commands)) {
      if (name in cells) continue;
      const command = new Deno.Command(Deno.execPath(), {
        args: [...args],
        ...{ stdin: "null", stdout: "piped", stderr: "piped" },
      });
      const start = performance.now();
      const { success, stdout, stderr } = await command.output();
      const outside = (performance.now() - start) / 1e3;
      const seconds = row.prints ? Number(text(stdout)) : outside;
      if (!success) cells[name] = { error: text(stderr).split("\n")[0] };
      else if (round >= 0) (speeds[name] ??= []).push(1 / seconds);
    }
  }
  for (const name of Object.keys(row.commands)) {
    cells[name] ??= { speeds: speeds[name] };
  }
  const { id, unit, subject, goals } = row;
  const measured = new Date().toISOString();
  return { id, unit, subject, goals, measured, cells };
}

function text(bytes: Uint8Array): string {
  // deno-lint-ignore no-control-regex
  return new TextDecoder().decode(bytes).replace(/\x1b\[[0-9;]*m/g, "").trim();
}
