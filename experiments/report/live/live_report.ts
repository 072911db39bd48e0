/** A report that is kept up to date.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import { contentOf, fullPage, type PageContent } from "../page/page_html.ts";
import { NoResultsError, readResults } from "../read_results.ts";
import { reportOf } from "../report.ts";
import { folderState } from "./folder_state.ts";

/** How often it is looked whether anything has changed, in milliseconds, and the least share of the time that is left to others. */
const EVERY = 1000, REST = 4;

/** The report of folders of results as it is now. */
export class LiveReport {
  readonly #folders: readonly string[];
  readonly #command: string;
  readonly #warn: (message: string) => void;
  readonly #listeners = new Set<() => void>();
  #state = "";
  #content: PageContent | undefined;
  #text = "";

  /** @param warn Told of what keeps it from being up to date. */
  constructor(
    folders: readonly string[],
    { command, warn }: { command: string; warn: (message: string) => void },
  ) {
    this.#folders = folders;
    this.#command = command;
    this.#warn = warn;
  }

  /** The page as it is now, with what keeps it up to date. */
  async page(): Promise<string> {
    return await fullPage(this.#content ?? await this.#read(), true);
  }

  /** What of the page may have changed, as JSON. */
  get content(): string {
    return this.#text;
  }

  /** Tells whenever the content is another one. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks for changes until it is told to stop. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const started = performance.now();
      // A share may be gone for a while.
      await this.look().catch((error) => this.#warn(String(error.message)));
      const wait = Math.max(EVERY, REST * (performance.now() - started));
      await sleep(wait, undefined, { signal }).catch(() => {});
    }
  }

  /** Looks once, and reads what has changed. */
  async look(): Promise<void> {
    const state = await folderState(this.#folders);
    if (state === this.#state && this.#content) return;
    const content = await this.#read(), text = JSON.stringify(content);
    this.#state = state;
    this.#content = content;
    if (text === this.#text) return;
    this.#text = text;
    for (const listener of this.#listeners) listener();
  }

  async #read(): Promise<PageContent> {
    // What is wrong stands on the page.
    const options = { command: this.#command, date: new Date(), warn: () => {} };
    try {
      return contentOf(await reportOf(await readResults(this.#folders), options));
    } catch (error) {
      if (!(error instanceof NoResultsError)) throw error;
      return contentOf(await reportOf({ studies: [], begun: [], warnings: [] }, options));
    }
  }
}
