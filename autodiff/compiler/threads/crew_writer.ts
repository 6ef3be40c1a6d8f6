import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { control } from "./control.ts";
import type { Cutting } from "./cut.ts";

/** Who shares work, and how it is cut. */
export interface Share extends Cutting {
  readonly crew: CrewWriter;
}

/**
 * How often a thread looks for work, or for an end, before it sleeps: about
 * 0.4 ms, longer than what one thread does alone between two jobs, and than
 * parts of the same length differ on a machine that does other things too.
 */
const looks = 1 << 20;

/** How long a sleep of the thread that runs the program is, in ns. */
const nap = 50_000;

/** What a wait ends with when its time is over. */
const timedOut = 2;

/**
 * Writes how threads share work. One of them runs the program; the others wait
 * for jobs, which are cut into parts. Whoever is there claims the next part,
 * the one that runs the program too, and that one waits for parts that were
 * claimed: for a thread that is late, or gone, nobody waits.
 */
export class CrewWriter {
  readonly #jobs: (readonly number[])[] = [];
  readonly #work = new FunctionWriter([]);
  readonly #workIndex: number;

  /** @param size how many threads there are in all. */
  constructor(readonly module: ModuleWriter, readonly size: number) {
    this.#workIndex = size > 1 ? module.add(this.#work) : -1;
  }

  /**
   * Writes code that runs functions in any order and at once, and goes on when
   * all of them have ended.
   *
   * @param parts their indices.
   */
  share(code: FunctionWriter, parts: readonly number[]): void {
    if (parts.length === 1) return code.call(parts[0]);
    const job = this.#jobs.push(parts);
    const store = (address: number, value: number) =>
      code.i32(address).i32(value).memory("i32.atomic.store");
    store(control.done, 0);
    store(control.claims, job << control.claimBits);
    add(code, control.news, 1).op("drop");
    load(code, control.asleep).if(() => {
      code.i32(control.news).i32(this.size);
      code.memory("memory.atomic.notify").op("drop");
    });
    code.call(this.#workIndex);
    awaitEnd(code, parts.length);
  }

  /** Adds what other threads run, `help`, when all jobs are known. */
  finish(): void {
    if (this.size === 1) return;
    this.#writeWork();
    const code = new FunctionWriter([]);
    const [seen, left] = [code.local("i32"), code.local("i32")];
    code.loop((again) => {
      load(code, control.news).set(seen).call(this.#workIndex);
      code.i32(looks).set(left);
      code.loop((awake) => {
        load(code, control.news).get(seen).op("i32.ne").branchIf(again);
        countDown(code, left).branchIf(awake);
      });
      add(code, control.asleep, 1).op("drop");
      code.i32(control.news).get(seen).i64(control.patience);
      code.memory("memory.atomic.wait32").i32(timedOut).op("i32.ne");
      load(code, control.over).op("i32.eqz", "i32.and");
      add(code, control.asleep, -1).op("drop").branchIf(again);
    });
    this.module.add(code, "help");
  }

  /** Claims parts of the job at hand and runs them, until there are none. */
  #writeWork(): void {
    const code = this.#work;
    const claim = code.local("i32");
    code.loop((again) => {
      add(code, control.claims, 1).set(claim);
      this.#jobs.forEach((parts, i) =>
        parts.forEach((index, part) => {
          code.get(claim).i32(((i + 1) << control.claimBits) + part);
          code.op("i32.eq").if(() => {
            code.call(index);
            add(code, control.done, 1).op("drop").branch(again);
          });
        })
      );
    });
  }
}

/** Waits until so many parts have ended. */
function awaitEnd(code: FunctionWriter, parts: number): void {
  const [left, done] = [code.local("i32"), code.local("i32")];
  code.i32(looks).set(left);
  code.block((end) => {
    code.loop((again) => {
      load(code, control.done).tee(done).i32(parts).op("i32.eq").branchIf(end);
      countDown(code, left).branchIf(again);
      code.i32(1).set(left);
      load(code, control.naps).op("i32.eqz").branchIf(again);
      code.i32(control.done).get(done).i64(nap);
      code.memory("memory.atomic.wait32").op("drop").branch(again);
    });
  });
}

function load(code: FunctionWriter, address: number): FunctionWriter {
  return code.i32(address).memory("i32.atomic.load");
}

/** Adds to a word; leaves on the stack what it was. */
function add(
  code: FunctionWriter,
  address: number,
  value: number,
): FunctionWriter {
  return code.i32(address).i32(value).memory("i32.atomic.rmw.add");
}

/** Takes 1 from a local; leaves on the stack what it is. */
function countDown(code: FunctionWriter, local: number): FunctionWriter {
  return code.get(local).i32(1).op("i32.sub").tee(local);
}
