/** Where networks learn: does what the page wishes, and tells it how they stand.
 * @module
 */
import { loadMnist, syntheticDigits, type TrainTest } from "@chainrule/data";
import { checkImages, orRefuse, readStartState } from "../../storage/start_state.ts";
import { formatCount } from "../../study/format.ts";
import { checksumOf } from "../../training/synthetic.ts";
import { takeSettings } from "./kept_run.ts";
import { Learner } from "./learner.ts";
import type { News, Report, Sample, Wish } from "./messages.ts";
import { sameStructure, type Settings } from "./settings.ts";

/** Milliseconds of learning between two looks at what was wished, between two reports, and between two that are complete. */
const SLICE = 25, REPORT = 100, COMPLETE = 300;

/** So many test images are shown. */
const SHOWN = 1000;

/** Lets messages in, without the four milliseconds that timers take. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

export class Workshop {
  readonly #tell: (news: News) => void;
  /** Those of MNIST come with what identifies them. */
  readonly #datasets = new Map<string, TrainTest & { readonly checksum?: string }>();
  #networks: Learner[] = [];
  #running = false;
  #version = 0;
  /** Images a second, lately. */
  #speed = 0;
  /** Wishes are done one after the other. */
  #done: Promise<void> = Promise.resolve();

  constructor(tell: (news: News) => void) {
    this.#tell = tell;
  }

  /** Does what is wished; what can't be done is told. */
  wish(wish: Wish): Promise<void> {
    return this.#done = this.#done.then(() => this.#do(wish)).catch((error) => {
      this.#running = false;
      const file = ["save", "load", "keep", "open"].includes(wish.type);
      this.#tell({ type: "refused", file, message: error instanceof Error ? error.message : String(error) });
      this.#report();
    });
  }

  async #do(wish: Wish): Promise<void> {
    switch (wish.type) {
      case "networks":
        this.#version = wish.version;
        this.#open(wish.settings, wish.fresh);
        break;
      case "run":
        if (!this.#running) {
          this.#running = true;
          this.#run();
        }
        break;
      case "pause":
        this.#running = false;
        break;
      case "step":
        this.#running = false;
        for (const network of this.#networks) network.step();
        break;
      case "seek":
        this.#running = false;
        for (const network of this.#networks) network.seek(wish.iteration);
        break;
      case "mnist":
        this.#datasets.set("mnist", await loadMnist({ files: wish.files }));
        this.#show("mnist");
        return;
      case "save": {
        const bytes = this.#networks[wish.network].save();
        this.#tell({ type: "saved", what: "weights", network: wish.network, bytes });
        return;
      }
      case "load":
        this.#networks[wish.network].load(wish.bytes);
        this.#tell({ type: "taken", message: "The file's weights are those of the network now." });
        break;
      case "keep": {
        const network = this.#networks[wish.network],
          dataset = await this.#imagesOf(network.settings.dataset);
        const bytes = await network.checkpoint({ dataset, code: wish.code });
        this.#tell({ type: "saved", what: "run", network: wish.network, bytes });
        return;
      }
      case "open":
        this.#running = false;
        await this.#goOn(wish.bytes, wish.name);
        break;
    }
    this.#report();
  }

  #open(all: readonly Settings[], fresh: boolean): void {
    const known = this.#networks;
    this.#networks = all.map((settings, i) => {
      const network = fresh ? undefined : known[i];
      if (network === undefined || !sameStructure(network.settings, settings)) {
        return new Learner(settings, this.#data(settings.dataset));
      }
      if (JSON.stringify(network.settings) !== JSON.stringify(settings)) network.change(settings);
      return network;
    });
  }

  /** Goes on with a run from a file. */
  async #goOn(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
    checkSecure();
    const state = await readStartState(bytes, name), settings = takeSettings(state.configuration, name);
    const data = this.#data(settings.dataset), { checksum } = await this.#imagesOf(settings.dataset);
    checkImages(state, { ...data, checksum });
    const network = new Learner(settings, data);
    await orRefuse(name, () => network.resume(bytes));
    this.#networks = [network];
    const at = `step ${formatCount(network.iteration)}, epoch ${
      (network.iteration / network.stepsPerEpoch).toFixed(2)
    }`;
    this.#tell({ type: "taken", message: `${name} stands at ${at}: Train goes on from there.` });
  }

  /** What identifies the images of a dataset. */
  async #imagesOf(name: string): Promise<{ checksum: string; train: number; test: number }> {
    checkSecure();
    const data = this.#data(name), { train, test } = data;
    return { checksum: data.checksum ?? await checksumOf(data), train: train.count, test: test.count };
  }

  #data(name: string): TrainTest & { readonly checksum?: string } {
    let data = this.#datasets.get(name);
    if (data === undefined) {
      if (name !== "synthetic") throw new Error("MNIST is not here yet: give its four files to the page");
      this.#datasets.set(name, data = syntheticDigits());
      this.#show(name);
    }
    return data;
  }

  #show(name: Sample["name"]): void {
    const { train, test } = this.#datasets.get(name)!, count = Math.min(SHOWN, test.count);
    const images = test.images.slice(0, count * test.rows * test.columns),
      labels = test.labels.slice(0, count);
    // Copies, for memory that threads share can't be posted where a page is not isolated.
    const sample = { images: new Uint8Array(images), labels: new Uint8Array(labels) };
    this.#tell({ type: "sample", sample: { name, ...sample, train: train.count, test: test.count } });
  }

  async #run(): Promise<void> {
    let reported = performance.now(), completed = reported;
    while (this.#running) {
      const began = performance.now();
      let images = 0, now = began;
      while (now - began < SLICE) {
        // In turns, so that both see the same batches.
        let learned = 0;
        for (const network of this.#networks) learned = Math.max(learned, network.step());
        if (learned === 0) {
          this.#running = false;
          break;
        }
        images += learned;
        now = performance.now();
      }
      const speed = 1000 * images / (performance.now() - began);
      if (images > 0) this.#speed = this.#speed === 0 ? speed : 0.9 * this.#speed + 0.1 * speed;
      if (now - reported > REPORT || !this.#running) {
        const complete = now - completed > COMPLETE || !this.#running;
        this.#report(complete);
        reported = performance.now();
        if (complete) completed = reported;
      }
      await turn();
    }
  }

  #report(complete = true): void {
    const networks = this.#networks.map((network): Report => ({
      settings: network.settings,
      iteration: network.iteration,
      first: network.first,
      stepsPerEpoch: network.stepsPerEpoch,
      speed: this.#speed / this.#data(network.settings.dataset).train.count,
      curve: network.curve,
      epochs: network.epochs,
      outcome: network.outcome,
      ...(complete ? { inside: network.look(), weights: network.weights() } : {}),
    }));
    this.#tell({ type: "standing", running: this.#running, version: this.#version, networks });
  }
}

/** Files of runs are sealed by SHA-256, which browsers compute only for pages that nobody can have changed on the way. */
function checkSecure(): void {
  if (globalThis.crypto?.subtle) return;
  throw new Error("Cannot seal a run: the browser computes SHA-256 only for pages from disk or by https");
}
