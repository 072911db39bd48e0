/** How deep JSON is, looked at before it is read.
 * @module
 */

/** How deep lists and objects that a checkpoint keeps for somebody may be in each other. */
export const DEEPEST_EXTRA = 1000;

const [QUOTE, BACKSLASH, ...BRACKETS] = new TextEncoder().encode('"\\[{]}');
const [LIST, OBJECT, LIST_END, OBJECT_END] = BRACKETS;

/**
 * Whether JSON has lists and objects deeper in each other than allowed, or more of them.
 *
 * @param json UTF-8; where it is no JSON, the answer means nothing.
 */
export function tooNested(json: Uint8Array, deepest: number, most = Infinity): boolean {
  let depth = 0, count = 0, inString = false;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i];
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === LIST || byte === OBJECT) {
      if (++depth > deepest || ++count > most) return true;
    } else if (byte === LIST_END || byte === OBJECT_END) depth--;
  }
  return false;
}
