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

/** How long JSR may take to deliver the packages, in ms. */
const PATIENCE = 5000;

/**
 * The packages of JSR. They are imported by computed names: those of literal
 * ones are loaded before the program starts, for as long as that takes.
 */
const PACKAGES: readonly string[] = ["@std/assert", "@std/cli", "@std/csv"];

/**
 * The configuration to use here: that of JSR where its packages, cached ones
 * included, load in time. Where JSR stays silent, the imports are left
 * pending, and only `Deno.exit` ends the program.
 */
export async function configFile(): Promise<string> {
  const loaded = Promise.all(PACKAGES.map((name) => import(name)));
  const { promise: late, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => {
    console.error(
      `JSR did not deliver in ${PATIENCE / 1000} s: ${NPM_CONFIG} is used`,
    );
    resolve(NPM_CONFIG);
  }, PATIENCE);
  try {
    return await Promise.race([loaded.then(() => JSR_CONFIG), late]);
  } catch {
    return NPM_CONFIG;
  } finally {
    clearTimeout(timer);
  }
}

if (import.meta.main) {
  console.log(await configFile());
  Deno.exit();
}
