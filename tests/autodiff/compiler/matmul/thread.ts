/** A thread that runs a function of a module on shared memory, when told to. */

/** What a thread is told: to call `name` with `args`. */
export interface Order {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly memory: WebAssembly.Memory;
  readonly name: string;
  readonly args: readonly number[];
}

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Order>) => Promise<void>;
  postMessage(message: string): void;
};

scope.onmessage = async ({ data: { bytes, memory, name, args } }) => {
  const { instance } = await WebAssembly.instantiate(bytes, {
    environment: { memory },
  });
  (instance.exports[name] as (...args: readonly number[]) => void)(...args);
  scope.postMessage("done");
};
