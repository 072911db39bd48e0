/** HTML whose texts are escaped.
 * @module
 */

/** HTML that is ready to be put into a page. */
export class Html {
  /** @param text The HTML. */
  constructor(readonly text: string) {}

  /** The HTML. */
  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: text is escaped, HTML and lists of it are not, nothing is nothing. */
export type Content = Html | string | number | undefined | false | readonly Content[];

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it, between tags and in quoted attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
}

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

function render(content: Content): string {
  if (content === undefined || content === false) return "";
  if (typeof content === "string") return escape(content);
  if (content instanceof Html) return content.text;
  return typeof content === "number" ? String(content) : content.map(render).join("");
}

/** Data as a script element of a page holds it: nothing in it can end the element or begin a comment. */
export function scriptJson(data: unknown): Html {
  return new Html(JSON.stringify(data).replace(/[<>\u2028\u2029]/g, unicode));
}

/** JavaScript as a script element of a page holds it. */
export function scriptCode(code: string): Html {
  // Both are only found in texts and regular expressions, where a backslash before the letter changes nothing.
  return new Html(code.replace(/<\/(?=script)/gi, "<\\/").replace(/<!--/g, "<\\!--"));
}

function unicode(letter: string): string {
  return "\\u" + letter.charCodeAt(0).toString(16).padStart(4, "0");
}
