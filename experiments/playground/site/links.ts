/** The links within a site.
 * @module
 */

/** A page: its path within the site, and its HTML. */
export interface SitePage {
  readonly path: string;
  readonly html: string;
  /** Whether another program wrote it, which answers for the places within its pages: those of `deno doc` lack some. */
  readonly foreign?: boolean;
}

/** Where a link of a page leads to within the site: a path and, behind `#`, a place; undefined if it leads elsewhere. */
export function targetOf(page: string, link: string): { path: string; place: string } | undefined {
  const home = new URL("https://site.invalid/");
  const url = URL.parse(link, new URL(page, home));
  if (!url || url.origin !== home.origin) return undefined;
  const path = decodeURIComponent(url.pathname.slice(1));
  return {
    path: path === "" || path.endsWith("/") ? `${path}index.html` : path,
    place: decodeURIComponent(url.hash.slice(1)),
  };
}

/** A text of HTML without its entities: those that are numbers, and the one that addresses need. */
function decoded(text: string): string {
  return text.replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replaceAll("&amp;", "&");
}

/** The attributes that lead somewhere, in what is no script. */
function linksOf({ html }: SitePage): string[] {
  const bare = html.replace(/<script\b[^]*?<\/script>|<style\b[^]*?<\/style>/g, "");
  return Array.from(bare.matchAll(/\s(?:href|src)="([^"]*)"/g), ([, link]) => decoded(link)).filter((link) =>
    link !== "" && !link.startsWith("data:")
  );
}

/**
 * The links that lead to nothing: to no file, or to a place that its page has not.
 *
 * @param files The paths of all files of the site.
 */
export function deadLinks(pages: readonly SitePage[], files: ReadonlySet<string>): string[] {
  const places = new Map(
    pages.filter(({ foreign }) => !foreign).map(({ path, html }) => [
      path,
      new Set(Array.from(html.matchAll(/\s(?:id|name)="([^"]*)"/g), ([, id]) => id.replaceAll("&amp;", "&"))),
    ]),
  );
  return pages.flatMap((page) =>
    linksOf(page).flatMap((link) => {
      const target = targetOf(page.path, link);
      if (!target) return [];
      const { path, place } = target;
      if (!files.has(path)) return [`${page.path}: ${link} leads to no file`];
      const known = places.get(path);
      return place === "" || !known || known.has(place)
        ? []
        : [`${page.path}: ${link} leads to no place of ${path}`];
    })
  );
}
