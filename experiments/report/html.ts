/** HTML whose texts are escaped.
 * @module
 */

/** HTML that is ready to be put into a page. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: text is escaped, HTML and lists of it are not, nothing is nothing. */
export type Content = Html | string | number | undefined | false | readonly Content[];

/**
 * HTML from a template. What is inserted is escaped unless it is HTML itself.
 *
 * @example
 * ```ts
 * import { html } from "./html.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const name = "<script>";
 * assertEquals(String(html`<b title="${name}">${html`<i>${1}</i>`}</b>`), '<b title="&lt;script&gt;"><i>1</i></b>');
 * ```
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(strings.reduce((text, string, i) => text + render(contents[i - 1]) + string));
}

/** An element. Of its attributes those are left out that are nothing. */
export function element(name: string, attributes: Record<string, Content>, ...content: Content[]): Html {
  const written = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => ` ${name}="${render(value)}"`);
  return new Html(`<${name}${written.join("")}>${render(content)}</${name}>`);
}

/** The classes of an element: those that are one. */
export function classes(...names: readonly (string | false | undefined)[]): string | undefined {
  return names.filter(Boolean).join(" ") || undefined;
}

function render(content: Content): string {
  if (content === undefined || content === false) return "";
  if (content instanceof Html) return content.text;
  if (Array.isArray(content)) return content.map(render).join("");
  return String(content).replace(/[&<>"']/g, (letter) => `&${ENTITIES[letter]};`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "#39",
};

/** Data as a script element of a page holds it: nothing in it can end the element or begin a comment. */
export function scriptJson(data: unknown): Html {
  const code = (letter: string) => "\\u" + letter.charCodeAt(0).toString(16).padStart(4, "0");
  return new Html(JSON.stringify(data).replace(/[<>\u2028\u2029]/g, code));
}

/** JavaScript as a script element of a page holds it. */
export function scriptCode(code: string): Html {
  // Both are only found in texts and regular expressions, where a backslash before the letter changes nothing.
  return new Html(code.replace(/<\/(?=script)/gi, "<\\/").replace(/<!--/g, "<\\!--"));
}
