/** How deep lists and objects may be within each other: in our files they are six deep. */
const DEPTH = 32;

/** In our files there is a list or an object for every 60 characters or more. This many may be closer together. */
const LEAST = 16, FREE = 200_000;

/**
 * What a JSON says, unless it is made to take memory, see {@linkcode checkJson}.
 *
 * @throws {SyntaxError} If it is no JSON, or made so.
 */
export function parseJson(text: string): unknown {
  checkJson(text);
  return JSON.parse(text);
}

/**
 * Makes sure that a text, if it is a JSON, is not made to take memory: V8 takes 30 bytes and a microsecond for `{},`, and what goes
 * through lists that are nested without end, call by call, ends the program.
 *
 * @throws {SyntaxError} If it has more brackets than any that this program writes.
 */
export function checkJson(text: string): void {
  let depth = 0, count = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === 0x22) i = endOfString(text, i);
    else if (character === 0x5b || character === 0x7b) {
      if (++depth > DEPTH) throw new SyntaxError(`it is nested more than ${DEPTH} deep`);
      if (++count > FREE + text.length / LEAST) throw new SyntaxError("it is nothing but brackets");
    } else if (character === 0x5d || character === 0x7d) depth--;
  }
}

/** The position of the quotation mark that ends a string, or of the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = start;;) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let before = end;
    while (text.charCodeAt(before - 1) === 0x5c) before--;
    if ((end - before) % 2 === 0) return end;
  }
}

/** What a file says if it is a JSON, and not made to take memory; undefined if not. */
export function jsonIn(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder().decode(bytes));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}
