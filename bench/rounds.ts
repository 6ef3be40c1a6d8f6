/** Measures a row in alternating rounds. */
import { Channel, Ended } from "./channel.ts";
import { type ContestantId, contestants } from "./contestants.ts";
import type { Reply } from "./peers/contestant.ts";
import type { Cell, ContestRow, RowResult } from "./row.ts";
import { distance } from "./statistics.ts";

/** The most steps taken before going back to the start. */
const mostSteps = 1000;

/** A contestant that is in a row. */
interface Present {
  readonly id: ContestantId;
  readonly channel: Channel;
  readonly speeds: number[];
  /** How many steps it takes in a round, and how often. */
  run: { readonly steps: number; readonly times: number };
}

/** Contestants' processes; those that are slow to start are kept. */
export class Contest {
  readonly #kept = new Map<ContestantId, Channel>();
  /** What each of them says it is. */
  readonly versions: Record<string, string> = {};

  constructor(readonly python: string) {}

  /**
   * Measures a row.
   *
   * @param only the contestants that may take part beside the subject.
   */
  async measure(
    row: ContestRow,
    { rounds, only, note }: {
      readonly rounds: number;
      readonly only: readonly string[];
      note(text: string): void;
    },
  ): Promise<RowResult> {
    const cells: Record<string, Cell> = {};
    const present: Present[] = [];
    let expected: readonly number[] | undefined;
    const ids = row.contestants.filter((id) =>
      id === row.subject || only.length === 0 || only.includes(id)
    );
    for (const id of ids) {
      note(`${row.id}: ${contestants[id].title}`);
      const cell = await this.#guard(id, async () => {
        const channel = await this.#channel(id);
        const reply = await prepare(channel, row);
        if ("absent" in reply) return reply;
        const { result } = reply as { readonly result: readonly number[] };
        const refusal = expected === undefined || id === "limit"
          ? undefined
          : disagreement(expected, result, row.bound);
        expected ??= result;
        if (refusal !== undefined) return { error: refusal };
        const run = await calibrate(channel, row.seconds);
        present.push({ id, channel, speeds: [], run });
      });
      if (cell !== undefined) cells[id] = cell;
      if (id === row.subject && cell !== undefined) break;
    }
    for (let round = -1; round < rounds; round++) {
      note(`${row.id}: round ${Math.max(1, round + 1)} of ${rounds}`);
      for (const each of rotated(present, round + 1)) {
        const { id, channel, run, speeds } = each;
        if (id in cells) continue;
        const cell = await this.#guard(id, async () => {
          const seconds = await timeOf(channel, run);
          const speed = run.steps * run.times * (row.units ?? 1) / seconds;
          if (round >= 0) speeds.push(speed);
        });
        if (cell !== undefined) cells[id] = cell;
      }
    }
    for (const { id, speeds } of present) cells[id] ??= { speeds };
    await this.#release(ids);
    const { id, unit, subject, goals, units, bound } = row;
    const measured = new Date().toISOString();
    return { id, unit, subject, goals, units, bound, measured, cells };
  }

  /** Ends all processes. */
  async close(): Promise<void> {
    for (const channel of this.#kept.values()) await channel.close();
    this.#kept.clear();
  }

  async #channel(id: ContestantId): Promise<Channel> {
    const known = this.#kept.get(id);
    if (known !== undefined) return known;
    const channel = new Channel(id, this.python);
    this.#kept.set(id, channel);
    const reply = await channel.ask({ ask: "versions" });
    if ("absent" in reply) throw new Ended(reply.absent);
    if ("versions" in reply) this.versions[id] = reply.versions;
    return channel;
  }

  /** Gives the reason why a contestant drops out, if it does. */
  async #guard(
    id: ContestantId,
    act: () => Promise<Cell | void>,
  ): Promise<Cell | undefined> {
    try {
      return await act() ?? undefined;
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      await this.#kept.get(id)?.close();
      this.#kept.delete(id);
      return id in this.versions
        ? { error: error.message }
        : { absent: error.message };
    }
  }

  /** JavaScript engines fit code to what it met: each row has new ones. */
  async #release(ids: readonly ContestantId[]): Promise<void> {
    for (const id of ids) {
      if (contestants[id].language === "Python") continue;
      await this.#kept.get(id)?.close();
      this.#kept.delete(id);
    }
  }
}

/** Why a result is not that of the same work, if it isn't. */
export function disagreement(
  expected: readonly number[],
  result: readonly number[],
  bound: number,
): string | undefined {
  const far = distance(expected, result);
  return far <= bound
    ? undefined
    : `its result is ${far.toExponential(1)} away, more than ${bound}`;
}

async function prepare(channel: Channel, row: ContestRow): Promise<Reply> {
  const { workload, steps } = row;
  return await channel.ask({ ask: "prepare", workload, steps });
}

async function timeOf(
  channel: Channel,
  run: { readonly steps: number; readonly times: number },
): Promise<number> {
  const reply = await channel.ask({ ask: "run", ...run });
  if ("seconds" in reply) return reply.seconds;
  throw new TypeError("A contestant gave no time");
}

/** Finds how many steps take about so many seconds, once the code is fast. */
async function calibrate(
  channel: Channel,
  seconds: number,
): Promise<Present["run"]> {
  let run = { steps: 1, times: 1 };
  for (;;) {
    const time = await timeOf(channel, run);
    if (time > seconds / 2) return scaled(run, seconds / time);
    run = scaled(run, Math.min(8, 0.8 * seconds / Math.max(time, 1e-7)));
  }
}

/** A run that is so many times as long. */
export function scaled(
  { steps, times }: Present["run"],
  factor: number,
): Present["run"] {
  const all = Math.max(1, Math.round(steps * times * factor));
  const next = Math.ceil(all / mostSteps);
  return { steps: Math.ceil(all / next), times: next };
}

function rotated<T>(list: readonly T[], by: number): T[] {
  const at = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
