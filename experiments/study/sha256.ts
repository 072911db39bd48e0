/** The SHA-256 of bytes or of a text in UTF-8, in hexadecimal. */
export async function sha256(contents: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
