/** TeX in HTML becomes MathML.
 * @module
 */
import temml from "temml";

/** A page's HTML with `$…$` and `$$…$$` set as MathML, which browsers show without any script. */
export function withMath(html: string): string {
  return html.replace(/\$\$([^$]+)\$\$|\$([^$]+)\$/g, (_, block: string | undefined, inline: string) => {
    const tex = (block ?? inline).replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    const math = temml.renderToString(tex, { displayMode: block !== undefined, throwOnError: true });
    // What is wider than a phone is scrolled, also with the keyboard.
    return block === undefined
      ? math
      : `<span class="display" tabindex="0" role="group" aria-label="Formula">${math}</span>`;
  });
}
