/** What shows an address in the browser of whoever is at the machine, by the system. */
const PROGRAMS: Partial<Record<typeof Deno.build.os, string>> = { darwin: "open", windows: "explorer" };

/** Has the system show an address. Where it can't, the address is enough for people to do it themselves. */
export function openInBrowser(address: string): boolean {
  const command = new Deno.Command(PROGRAMS[Deno.build.os] ?? "xdg-open", {
    args: [address],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  });
  try {
    command.spawn().unref();
    return true;
  } catch {
    return false; // there is no such program, or it may not be started
  }
}
