/** The members of JSON objects, with no surprises among their names.
 * @module
 */

/**
 * The names that a JSON object has and the JSON of their values, in order, each as often as it is there.
 *
 * `JSON.parse` keeps only the last value of a name that is there twice; and V8 mistakes names with escapes for other names that it
 * has parsed before (V8 13.6 to 15.0, issue 63785 of Node.js). So objects with names that anyone may choose are taken apart here.
 *
 * @param json An object that `JSON.parse` accepts.
 */
export function* jsonMembers(json: string): Generator<[name: string, value: string]> {
  let depth = 0, name: string | undefined, start = 0;
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (character === '"') {
      const end = endOfString(json, i);
      if (depth === 1 && name === undefined) {
        name = JSON.parse(json.slice(i, end)) as string;
        start = json.indexOf(":", end) + 1;
      }
      i = end - 1;
    } else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (name !== undefined && (depth === 0 || (depth === 1 && character === ","))) {
      yield [name, json.slice(start, i).trim()];
      name = undefined;
    }
  }
}

/** The position after the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  let i = start + 1;
  while (json[i] !== '"') i += json[i] === "\\" ? 2 : 1;
  return i + 1;
}
