/** What the program may do, asked without a prompt.
 * @module
 */

/** Whether a permission was granted; one that Deno would have to ask for counts as not granted. */
export function isGranted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

/** An environment variable; one that may not be read, or is empty, counts as unset. */
export function readVariable(variable: string): string | undefined {
  return isGranted({ name: "env", variable }) ? Deno.env.get(variable) || undefined : undefined;
}
