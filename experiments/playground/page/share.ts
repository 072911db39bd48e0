/// <reference lib="dom" />
/** Settings as an address and as a command, weights as files.
 * @module
 */
import { decodeSafetensors } from "@chainrule/core";
import { formatCount } from "../../study/format.ts";
import { sha256 } from "../../study/sha256.ts";
import type { Wish } from "../engine/messages.ts";
import { activationsOf, BEGINNING, fromAddress, type Settings, toAddress } from "../engine/settings.ts";
import { find, offer, onClick } from "./dom.ts";
import type { Store } from "./store.ts";

/** The part of an address that holds the settings of all networks. */
export function toQuery(settings: readonly Settings[]): string {
  const words = new URLSearchParams(toAddress(settings[0]));
  if (settings[1]) words.set("second", toAddress(settings[1]));
  const text = words.toString();
  return text && `?${text}`;
}

export function fromQuery(query: string): Settings[] {
  const second = new URLSearchParams(query).get("second");
  return [fromAddress(query), ...(second === null ? [] : [fromAddress(second)])];
}

/** The command that trains the same in Deno. */
export function toCommand(settings: Settings): string {
  const { dataset, hidden, loss, optimizer, init, softmax } = settings;
  const activations = hidden.length > 0 ? activationsOf(settings) : [];
  const uses = (name: typeof activations[number]) => activations.includes(name);
  const adam = optimizer === "adam" || optimizer === "adamw";
  const options: Record<string, string | number | false> = {
    "dataset": dataset,
    "hidden": hidden.join(",") || "none",
    "activation": hidden.length > 0 && [...new Set(activationsOf(settings))].join(",") && listOf(settings),
    "loss": loss,
    "margin": loss === "hinge" && settings.margin,
    "gamma": loss === "focal" && settings.gamma,
    "alpha": loss === "focal" && settings.alpha,
    "softmax": softmax !== "shifted" && softmax,
    "negative-slope": uses("leaky-relu") && settings.negativeSlope,
    "init-slope": uses("p-relu") && settings.initSlope,
    "elu-alpha": uses("elu") && settings.eluAlpha,
    "init": init,
    "init-std": init === "normal" && settings.initStd,
    "optimizer": optimizer,
    "learning-rate": settings.learningRate,
    "momentum": optimizer === "sgd" && settings.momentum,
    "beta1": adam && settings.beta1,
    "beta2": adam && settings.beta2,
    "rms-decay": optimizer === "rmsprop" && settings.rmsDecay,
    "epsilon": optimizer !== "sgd" && settings.epsilon,
    "weight-decay": settings.weightDecay,
    "schedule": settings.schedule !== "constant" && settings.schedule,
    "decay-every": settings.schedule === "step" && settings.decayEvery,
    "dropout": settings.dropout > 0 && settings.dropout,
    "clip-norm": settings.clipNorm !== 0 && settings.clipNorm,
    "scale": settings.scale,
    "batch-size": settings.batchSize,
    "epochs": settings.epochs,
    "seed": settings.seed,
  };
  const words = Object.entries(options).filter(([, value]) => value !== false).map(([name, value]) =>
    `--${name} ${value}`
  );
  return `deno task experiment train ${words.join(" ")} --save-models`;
}

function listOf(settings: Settings): string {
  const names = activationsOf(settings);
  return names.every((name) => name === names[0]) ? names[0] : names.join(",");
}

/** The bytes of all numbers of a network, in order. */
export function bytesOf(weights: readonly Float32Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(weights.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of weights) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** The curves of all networks, a row for each epoch. */
export function curvesCsv({ networks }: Pick<Store, "networks">): string {
  const rows = networks.flatMap(({ epochs }, i) =>
    epochs.map(({ epoch, trainLoss, trainAccuracy, heldOutLoss, heldOutAccuracy, seconds }) =>
      [i + 1, epoch, trainLoss, trainAccuracy, heldOutLoss, heldOutAccuracy, seconds].join()
    )
  );
  return ["network,epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds", ...rows, ""].join("\n");
}

/** The settings that a file of weights says it was trained with, as far as they are understood; undefined if it says nothing. */
export function settingsOf(file: Uint8Array): Settings | undefined {
  const { configuration } = decodeSafetensors(file).metadata;
  if (configuration === undefined) return undefined;
  // By way of an address, which takes only what is allowed.
  return fromAddress(toAddress({ ...BEGINNING, ...JSON.parse(configuration), dataset: BEGINNING.dataset }));
}

const COPIED = "Copied.";

/**
 * Shows the settings and sends what is wished; `open` is told the settings of networks whose weights come from a file.
 */
export function startShare(
  store: Store,
  wish: (wish: Wish) => void,
  open: (settings: Settings[]) => void,
): void {
  const link = find<HTMLInputElement>("#link"),
    command = find<HTMLInputElement>("#command"),
    said = find("#shared");
  /** The network that is meant: the one that answers, if it learns here. */
  const which = () => store.subject === "1" ? 1 : 0;
  const copy = (field: HTMLInputElement) => async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = COPIED;
    } catch {
      document.execCommand("copy");
    }
  };
  onClick("#copy-link", copy(link));
  onClick("#copy-command", copy(command));
  onClick("#save-weights", () => wish({ type: "save", network: which() }));
  onClick("#save-curves", () => offer("curves.csv", curvesCsv(store), "text/csv"));
  onClick("#save-run", () => wish({ type: "keep", network: which(), code: version() }));
  onFile("#load-weights", said, (bytes) => {
    const settings = settingsOf(bytes), network = which();
    if (settings) {
      const { dataset } = store.settings[network];
      open(store.settings.map((one, i) => i === network ? { ...settings, dataset } : one));
    }
    wish({ type: "load", network, bytes });
  });
  onFile("#open-run", said, (bytes, name) => wish({ type: "open", bytes, name }));
  store.on(["settings"], () => {
    const query = toQuery(store.settings);
    link.value = location.href.replace(/[?#].*$/, "") + query;
    command.value = toCommand(store.settings[which()] ?? store.settings[0]);
    if (said.textContent === COPIED) said.textContent = "";
    try {
      history.replaceState(null, "", location.pathname + query + location.hash);
    } catch { /* some browsers let no page from disk change its address */ }
  });
  let hashed = 0, known: unknown;
  store.on(["networks"], async () => {
    const standing = store.networks[which()], now = performance.now();
    if (!standing || standing.weights === known || !globalThis.crypto?.subtle) return;
    if (store.running && now - hashed < 2000) return;
    hashed = now;
    known = standing.weights;
    const hash = await sha256(bytesOf(standing.weights));
    find("#hash").textContent = hash;
    find("#hash-of").textContent = `after step ${formatCount(standing.iteration)}`;
  });
}

/** The version of the code that the page was made of. */
function version(): string {
  return find<HTMLMetaElement>(`meta[name="version"]`).content;
}

/** Takes a file that somebody chooses; what can't be done with it is said. */
function onFile(
  selector: string,
  said: HTMLElement,
  take: (bytes: Uint8Array<ArrayBuffer>, name: string) => void,
): void {
  const field = find<HTMLInputElement>(selector);
  field.addEventListener("change", async () => {
    const [chosen] = field.files ?? [];
    if (!chosen) return;
    said.textContent = "";
    try {
      take(new Uint8Array(await chosen.arrayBuffer()), chosen.name);
    } catch (error) {
      said.textContent = error instanceof Error ? error.message : String(error);
    }
    field.value = "";
  });
}
