/**
 * Chooses between the project's two configurations. `deno.json` takes its
 * packages from JSR; `deno.npm.json` is for places that don't reach it and links
 * the stand-ins in `compat/`.
 *
 * Run as a program, prints the file's name: `deno test -c $(deno run -q
 * --no-lock tools/config.ts)`.
 *
 * @module
 */

/** The configuration for places that reach JSR. */
export const JSR_CONFIG = "deno.json";

/** The configuration for places that don't. */
export const NPM_CONFIG = "deno.npm.json";

/** The configuration to use here: that of JSR where its packages, cached ones included, load. */
export async function configFile(): Promise<string> {
  try {
    await Promise.all([
      import("@std/assert"),
      import("@std/cli"),
      import("@std/csv"),
    ]);
    return JSR_CONFIG;
  } catch {
    return NPM_CONFIG;
  }
}

if (import.meta.main) console.log(await configFile());
