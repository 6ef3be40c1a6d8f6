import { Encoder } from "./encode.ts";
import {
  type FunctionWriter,
  type ValueType,
  valueTypes,
} from "./function_writer.ts";

/** The memory that a module imports, in pages of 64 KiB. */
export interface MemoryImport {
  /** The least number of pages. */
  readonly pages: number;
  /** The greatest, where the memory is shared between threads. */
  readonly shared?: number;
}

/**
 * Writes a module: functions over one memory, which is imported as `memory`
 * of `environment`.
 */
export class ModuleWriter {
  readonly #functions: FunctionWriter[] = [];
  readonly #exports: { readonly name: string; readonly index: number }[] = [];
  readonly #data: {
    readonly address: number;
    readonly bytes: ArrayLike<number>;
  }[] = [];

  constructor(readonly memory: MemoryImport) {}

  /** Adds a function, exported where it has a name, and returns its index. */
  add(writer: FunctionWriter, name?: string): number {
    const index = this.#functions.push(writer) - 1;
    if (name !== undefined) this.#exports.push({ name, index });
    return index;
  }

  /** Bytes that the memory holds at `address` once the module is instantiated. */
  data(address: number, bytes: ArrayLike<number>): void {
    this.#data.push({ address, bytes });
  }

  /** The bytes of the module. */
  encode(): Uint8Array<ArrayBuffer> {
    const module = new Encoder();
    module.bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    const section = <T>(
      id: number,
      items: readonly T[],
      write: (to: Encoder, item: T, index: number) => void,
    ) => {
      const content = new Encoder();
      content.unsigned(items.length);
      items.forEach((item, index) => write(content, item, index));
      module.byte(id);
      module.sized(content.written);
    };
    const types = (to: Encoder, list: readonly ValueType[]) =>
      to.sized(list.map((type) => valueTypes[type]));
    section(1, this.#functions, (to, { params, results }) => {
      to.byte(0x60);
      types(to, params);
      types(to, results);
    });
    section(2, [this.memory], (to, { pages, shared }) => {
      to.text("environment");
      to.text("memory");
      to.byte(0x02);
      to.byte(shared === undefined ? 0x00 : 0x03);
      to.unsigned(pages);
      if (shared !== undefined) to.unsigned(shared);
    });
    section(3, this.#functions, (to, _, i) => to.unsigned(i));
    section(7, this.#exports, (to, { name, index }) => {
      to.text(name);
      to.byte(0x00);
      to.unsigned(index);
    });
    section(10, this.#functions, (to, f) => f.encode(to));
    if (this.#data.length > 0) {
      section(11, this.#data, (to, { address, bytes }) => {
        to.bytes([0x00, 0x41]);
        to.signed(address | 0);
        to.byte(0x0b);
        to.sized(bytes);
      });
    }
    return module.written.slice();
  }
}
