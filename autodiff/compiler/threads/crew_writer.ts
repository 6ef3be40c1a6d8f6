import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { control } from "./control.ts";
import type { Cutting } from "./cut.ts";

/** Who shares work, and how it is cut. */
export interface Share extends Cutting {
  readonly crew: CrewWriter;
}

/** How often a thread looks for work, or for an end, before it sleeps. */
const looks = 65536;

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
    this.#workIndex = module.add(this.#work);
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
    const store = (address: number, value: number) => {
      code.i32(address);
      code.i32(value);
      code.memory("i32.atomic.store");
    };
    store(control.done, 0);
    store(control.claims, job << control.claimBits);
    add(code, control.news, 1);
    code.op("drop");
    load(code, control.asleep);
    code.if(() => {
      code.i32(control.news);
      code.i32(this.size);
      code.memory("memory.atomic.notify");
      code.op("drop");
    });
    code.call(this.#workIndex);
    awaitEnd(code, parts.length);
  }

  /** Adds what the other threads run, `help`, when all jobs are known. */
  finish(): void {
    this.#writeWork();
    const code = new FunctionWriter([]);
    const [seen, left] = [code.local("i32"), code.local("i32")];
    code.loop((again) => {
      load(code, control.news);
      code.set(seen);
      code.call(this.#workIndex);
      code.i32(looks);
      code.set(left);
      code.loop((awake) => {
        load(code, control.news);
        code.get(seen);
        code.op("i32.ne");
        code.branchIf(again);
        countDown(code, left);
        code.branchIf(awake);
      });
      add(code, control.asleep, 1);
      code.op("drop");
      code.i32(control.news);
      code.get(seen);
      code.i64(control.patience);
      code.memory("memory.atomic.wait32");
      code.i32(timedOut);
      code.op("i32.ne");
      load(code, control.over);
      code.op("i32.eqz", "i32.and");
      add(code, control.asleep, -1);
      code.op("drop");
      code.branchIf(again);
    });
    this.module.add(code, "help");
  }

  /** Claims parts of the job at hand and runs them, until there are none. */
  #writeWork(): void {
    const code = this.#work;
    const claim = code.local("i32");
    code.loop((again) => {
      add(code, control.claims, 1);
      code.set(claim);
      this.#jobs.forEach((parts, i) =>
        parts.forEach((index, part) => {
          code.get(claim);
          code.i32(((i + 1) << control.claimBits) + part);
          code.op("i32.eq");
          code.if(() => {
            code.call(index);
            add(code, control.done, 1);
            code.op("drop");
            code.branch(again);
          });
        })
      );
    });
  }
}

/** Waits until so many parts have ended. */
function awaitEnd(code: FunctionWriter, parts: number): void {
  const [left, done] = [code.local("i32"), code.local("i32")];
  code.i32(looks);
  code.set(left);
  code.block((end) => {
    code.loop((again) => {
      load(code, control.done);
      code.tee(done);
      code.i32(parts);
      code.op("i32.eq");
      code.branchIf(end);
      countDown(code, left);
      code.branchIf(again);
      code.i32(1);
      code.set(left);
      load(code, control.naps);
      code.op("i32.eqz");
      code.branchIf(again);
      code.i32(control.done);
      code.get(done);
      code.i64(nap);
      code.memory("memory.atomic.wait32");
      code.op("drop");
      code.branch(again);
    });
  });
}

function load(code: FunctionWriter, address: number): void {
  code.i32(address);
  code.memory("i32.atomic.load");
}

/** Adds to a word; leaves on the stack what it was. */
function add(code: FunctionWriter, address: number, value: number): void {
  code.i32(address);
  code.i32(value);
  code.memory("i32.atomic.rmw.add");
}

/** Takes 1 from a local; leaves on the stack what it is. */
function countDown(code: FunctionWriter, local: number): void {
  code.get(local);
  code.i32(1);
  code.op("i32.sub");
  code.tee(local);
}
