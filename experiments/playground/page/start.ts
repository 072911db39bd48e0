/// <reference lib="dom" />
/** What the page does when it is opened.
 * @module
 */
import { decodeSafetensors } from "@chainrule/core";
import { startTheme } from "../../report/client/theme.ts";
import type { News, Standing, Wish } from "../engine/messages.ts";
import { sameStructure, type Settings } from "../engine/settings.ts";
import { INCLUDED } from "../included/configuration.ts";
import { startAnswers } from "./answers.ts";
import { startChain } from "./chain_view.ts";
import { forgetColours } from "./colours.ts";
import { element, find, offer } from "./dom.ts";
import type { Place, Subject } from "./explain.ts";
import { Explained } from "./explained.ts";
import { startFiles } from "./files.ts";
import { startForm } from "./form.ts";
import { startInside } from "./inside_view.ts";
import { startPad } from "./pad.ts";
import { fromQuery, startShare } from "./share.ts";
import { Store, type SubjectName } from "./store.ts";
import { startTraining } from "./training_view.ts";
import { startTroubles } from "./troubles.ts";
import { startUnits } from "./units_view.ts";
import { type Following, startWeight } from "./weight_view.ts";
import { openWorker } from "./worker.ts";

/** The network that the page has from the start, and its accuracy on the test set. */
function includedNetwork(): Subject & { accuracy: number } {
  const text = atob(find("#network").textContent!.trim()),
    bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
  const { tensors, metadata } = decodeSafetensors(bytes);
  const names = ["0.weight", "0.bias", "2.weight", "2.bias"];
  return {
    configuration: INCLUDED,
    weights: names.map((name) => tensors[name].data),
    accuracy: Number(metadata.accuracy),
  };
}

export function startPage(): void {
  const included = includedNetwork(), store = new Store(included);
  startTheme();
  const recolour = () => {
    forgetColours();
    store.changed("theme");
  };
  new MutationObserver(recolour).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme"],
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);

  /** Which settings are the latest. */
  let version = 0;
  const wish = openWorker((news: News) => {
    switch (news.type) {
      case "standing": {
        const begun = store.networks.length === 0;
        // What is left out is as it was.
        store.networks = news.networks.map((report, i) => ({ ...store.networks[i], ...report }) as Standing);
        const complete = news.networks.some(({ weights }) => weights);
        store.running = news.running;
        // Going back may have changed the settings; what was told before the last change has not heard of it.
        const settings = news.networks.map((network) => network.settings),
          known = JSON.stringify(store.settings);
        if (news.version === version && settings.length > 0 && JSON.stringify(settings) !== known) {
          store.settings = settings;
          if (settings.length < 2 && store.subject === "1") choose("0");
          store.changed("settings");
        }
        store.learned(complete);
        if (begun && settings.length > 0) wish({ type: "run" });
        break;
      }
      case "sample":
        store.sample = news.sample;
        store.changed("sample", "settings");
        if (news.sample.name === "mnist") {
          apply(store.settings.map((one) => ({ ...one, dataset: "mnist" })), true);
          wish({ type: "run" });
        }
        break;
      case "saved":
        offer(
          `chainrule-${news.what === "run" ? "run-" : ""}${news.network + 1}.safetensors`,
          news.bytes,
          "application/octet-stream",
        );
        break;
      case "taken":
        find("#shared").textContent = news.message;
        break;
      case "refused":
        if (news.file) find("#shared").textContent = news.message;
        else refuse(news.message);
    }
  });
  const refuse = (message: string) => find("#wrong-setting").textContent = message;

  /** Settings that people chose: of the same network it goes on, of another it begins anew. */
  const apply = (settings: Settings[], fresh = false) => {
    const anew = fresh || settings.length !== store.settings.length ||
      settings.some((one, i) => !sameStructure(one, store.settings[i]));
    store.settings = settings;
    if (settings.length < 2 && store.subject === "1") choose("0");
    store.changed("settings");
    version++;
    if (settings[0].dataset === "mnist" && store.sample?.name !== "mnist") return; // until its files are here
    wish({ type: "networks", settings, fresh: anew, version });
  };
  const choose = (name: SubjectName) => {
    store.subject = name;
    find<HTMLInputElement>(`[name="subject"][value="${name}"]`).checked = true;
    store.changed("subject");
  };
  find("#subject").addEventListener(
    "change",
    ({ target }) => choose((target as HTMLInputElement).value as SubjectName),
  );
  store.on(["subject", "networks"], () => {
    const text = store.subject === "included"
      ? `trained on MNIST, right on ${(100 * included.accuracy).toFixed(1)} % of its test set`
      : store.running
      ? "learning, see Train"
      : "as it stands, see Train";
    if (find("#answerer").textContent !== text) find("#answerer").textContent = text;
  });

  const explained = new Explained(store), listeners: (() => void)[] = [];
  const onFollow = (listen: () => void) => listeners.push(listen);
  const following: Following = {
    place: { layer: 0, from: 0, to: 0 },
    chosen: false,
    follow(part: Partial<Place>) {
      following.place = { ...following.place, ...part };
      following.chosen = true;
      for (const listen of listeners) listen();
    },
  };
  store.on(["subject"], () => following.chosen = false);
  startAnswers(store, explained);
  startPad(store);
  startTraining(store, wish as (wish: Wish) => void, () => {
    apply(store.settings, true);
    wish({ type: "run" });
  });
  startForm(store, (settings, run) => {
    apply(settings);
    if (run) wish({ type: "run" });
  });
  startWeight(store, explained, following, onFollow);
  startChain(store, explained, following, onFollow);
  startUnits(store, explained, following, onFollow);
  startTroubles((settings) => {
    apply(settings, true);
    wish({ type: "run" });
  });
  startInside(store);
  startShare(store, wish, (settings) => apply(settings, true));
  startFiles(wish, refuse);

  const settings = fromQuery(location.search), withoutFiles = settings[0].dataset === "mnist";
  // An address may ask for MNIST: digits drawn by code learn until its files are here.
  apply(settings.map((one) => ({ ...one, dataset: "synthetic" })), true);
  if (withoutFiles) apply(settings);
  store.changed("subject");
  document.body.append(element("span", { id: "ready", hidden: "" }));
}
