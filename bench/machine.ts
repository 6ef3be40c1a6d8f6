/** The machine that something was measured on. */

/** What is told of it. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly system: string;
  readonly deno: string;
  readonly v8: string;
  /** How many processes were running or waiting when the run began. */
  readonly load: number;
}

/** This machine. */
export async function thisMachine(): Promise<Machine> {
  return {
    processor: await processorName(),
    cores: navigator.hardwareConcurrency,
    system: `${Deno.build.os} ${Deno.build.arch}`,
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    load: Number(Deno.loadavg()[0].toFixed(1)),
  };
}

async function processorName(): Promise<string> {
  try {
    const text = await Deno.readTextFile("/proc/cpuinfo");
    const read = (name: string) =>
      new RegExp(`^${name}\\s*:\\s*(.*)$`, "m").exec(text)?.[1].trim();
    const name = read("model name") ?? "an unknown processor";
    const [family, model] = [read("cpu family"), read("model")];
    return family === undefined
      ? name
      : `${name} (family ${family}, model ${model})`;
  } catch {
    return "an unknown processor";
  }
}
