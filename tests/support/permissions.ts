/** Asking whether a test may use what it needs. */

/**
 * Whether a permission is granted, without asking the user for it. A test that
 * needs one says so in its name and is ignored where it is denied:
 * `Deno.test({ name: "… (needs read)", ignore: !granted({ name: "read" }), fn })`.
 */
export function granted(...descriptors: Deno.PermissionDescriptor[]): boolean {
  return descriptors.every((descriptor) =>
    Deno.permissions.querySync(descriptor).state === "granted"
  );
}
