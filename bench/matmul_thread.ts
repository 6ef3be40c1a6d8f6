/** A thread of `matmul_threads.ts`: runs a function as often as it is told. */
const scope = self as unknown as {
  onmessage: (event: MessageEvent) => Promise<void>;
  postMessage(message: string): void;
};

let run: () => void = () => {};

scope.onmessage = async ({ data }) => {
  if (typeof data === "number") {
    for (let i = 0; i < data; i++) run();
  } else {
    const { instance } = await WebAssembly.instantiate(data.bytes, {
      environment: { memory: data.memory },
    });
    run = instance.exports[data.name] as () => void;
  }
  scope.postMessage("done");
};
