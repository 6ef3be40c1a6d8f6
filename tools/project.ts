/** What the tools know of the project: its configuration and its files. */

/** The parts of `deno.json` that tools and tests read. */
export interface Configuration {
  /** The package's name. */
  name: string;
  /** Entry points by the name under which they are imported. */
  exports: Record<string, string>;
  /** Packages by the name under which they are imported. */
  imports: Record<string, string>;
  /** Folders of packages that stand in for those of the registry. */
  links?: string[];
}

/** A configuration file, read. */
export async function readConfiguration(path: string): Promise<Configuration> {
  return JSON.parse(await Deno.readTextFile(path));
}

/** The files of the entry points, such as `autodiff/mod.ts`. */
export async function entryPoints(): Promise<string[]> {
  const { exports } = await readConfiguration("deno.json");
  return Object.values(exports).map((path) => path.replace(/^\.\//, ""));
}

/** Whether there is a file or folder at a path. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
