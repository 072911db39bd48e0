/** Pages of templates.
 * @module
 */
import base from "../assets/base.css" with { type: "text" };
import head from "../assets/head.html" with { type: "text" };
import button from "../assets/theme_button.html" with { type: "text" };
import { type Content, Html, html } from "../html.ts";

/** A page: a template with its places filled, and what all pages have. */
export function fillTemplate(
  template: string,
  style: string,
  slots: Readonly<Record<string, Content>>,
): string {
  const all: Record<string, Content> = {
    head: new Html(head.trim()),
    style: html`<style>${new Html(base + style)}</style>`,
    theme: new Html(button.trim()),
    ...slots,
  };
  return template.replace(/\{\{ (\w+) \}\}/g, (_, name) => String(html`${all[name]}`));
}
