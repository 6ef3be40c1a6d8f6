import { type Bytes, signed, sized, text, unsigned, vector } from "./encode.ts";
import { type FunctionWriter, valueTypes } from "./function_writer.ts";

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
  readonly #exports: Bytes[] = [];
  readonly #data: Bytes[] = [];

  constructor(readonly memory: MemoryImport) {}

  /** Adds a function, exported where it has a name, and returns its index. */
  add(writer: FunctionWriter, name?: string): number {
    const index = this.#functions.push(writer) - 1;
    if (name !== undefined) {
      this.#exports.push([...text(name), 0x00, ...unsigned(index)]);
    }
    return index;
  }

  /** Bytes that the memory holds at `address` once the module is instantiated. */
  data(address: number, bytes: Bytes): void {
    this.#data.push([
      0x00,
      0x41,
      ...signed(address | 0),
      0x0b,
      ...sized(bytes),
    ]);
  }

  /** The bytes of the module. */
  encode(): Uint8Array<ArrayBuffer> {
    const { pages, shared } = this.memory;
    const limits = shared === undefined
      ? [0x00, ...unsigned(pages)]
      : [0x03, ...unsigned(pages), ...unsigned(shared)];
    const imported = [...text("environment"), ...text("memory"), 0x02];
    const types = this.#functions.map(({ params, results }) => [
      0x60,
      ...vector(params.map((type) => [valueTypes[type]])),
      ...vector(results.map((type) => [valueTypes[type]])),
    ]);
    const section = (id: number, content: Bytes) => [id, ...sized(content)];
    return Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, vector(types)),
      ...section(2, vector([imported.concat(limits)])),
      ...section(3, vector(this.#functions.map((_, i) => unsigned(i)))),
      ...section(7, vector(this.#exports)),
      ...section(10, vector(this.#functions.map((f) => f.encode()))),
      ...this.#data.length === 0 ? [] : section(11, vector(this.#data)),
    ]);
  }
}
