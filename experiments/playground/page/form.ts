/// <reference lib="dom" />
/** The settings, as a form.
 * @module
 */
import { ACTIVATIONS } from "../../study/choices.ts";
import { formatSetting, listing } from "../../study/format.ts";
import { activationsOf, parseHidden, parseSetting, type Settings, SIMPLE_KEYS } from "../engine/settings.ts";
import { element, find, onClick } from "./dom.ts";
import type { Store } from "./store.ts";

/** Of more layers than that all have one field for their activation. */
const MOST_FIELDS = 4;

/** What two networks that are compared have in common: the same images in the same order, the same first weights. */
const COMMON = ["dataset", "seed", "scale", "epochs", "batchSize"] as const;

const NAMES: Readonly<Record<string, string>> = {
  "tanh": "Tanh",
  "selu": "SELU",
  "hard-swish": "HardSwish",
  "relu": "ReLU",
  "sigmoid": "Sigmoid",
  "gelu": "GELU",
  "silu": "SiLU",
  "elu": "ELU",
  "softplus": "Softplus",
  "leaky-relu": "leaky ReLU",
  "p-relu": "PReLU",
  "mish": "Mish",
};

type Field = HTMLInputElement | HTMLSelectElement;

/** Keeps the form and the settings of the store the same. `apply` is told of settings that people chose. */
export function startForm(store: Store, apply: (settings: Settings[], run?: boolean) => void): void {
  const form = find<HTMLFormElement>("#form"), wrong = find("#wrong-setting");
  let which = 0;
  const current = () => store.settings[which];

  const change = (part: Partial<Settings>) => {
    const settings = [...store.settings], changed = { ...current(), ...part };
    settings[which] = {
      ...changed,
      activation: changed.hidden.length > 0 ? activationsOf(changed) : changed.activation,
    };
    for (const key of COMMON) {
      settings.forEach((one, i) => settings[i] = { ...one, [key]: settings[which][key] });
    }
    apply(settings);
  };

  const showActivations = ({ hidden, ...rest }: Settings) => {
    const names = activationsOf({ hidden, ...rest }), single = hidden.length > MOST_FIELDS;
    const fields = (single ? hidden.slice(0, 1) : hidden).map((units, i) => {
      const title = single
        ? "All activations"
        : hidden.length === 1
        ? "Activation"
        : `Activation ${i + 1}, ${units} units`;
      const select = element(
        "select",
        { "data-layer": i },
        ...ACTIVATIONS.map((name) => element("option", { value: name }, NAMES[name])),
      );
      select.value = names[i];
      select.addEventListener("change", () => {
        const name = select.value as typeof names[number];
        change({
          activation: single ? hidden.map(() => name) : names.map((other, k) => k === i ? name : other),
        });
      });
      return element("label", {}, `${title} `, select);
    });
    // A field that is in use stays.
    const key = JSON.stringify([hidden, names]), place = find("#activations");
    if (place.dataset.key === key) return;
    place.dataset.key = key;
    place.replaceChildren(...fields);
  };

  const show = () => {
    const settings = current();
    for (const key of SIMPLE_KEYS) {
      const field = form.elements.namedItem(key) as Field, value = settings[key];
      if (document.activeElement !== field || field instanceof HTMLSelectElement) {
        field.value = typeof value === "number" ? formatSetting(value) : value;
        field.removeAttribute("aria-invalid");
      }
    }
    const hidden = form.elements.namedItem("hidden") as HTMLInputElement;
    if (document.activeElement !== hidden) hidden.value = settings.hidden.join(", ") || "none";
    showActivations(settings);
    for (const label of form.querySelectorAll<HTMLElement>("[data-if]")) {
      const [key, values] = label.dataset.if!.split("=");
      const chosen = [settings[key as keyof Settings]].flat().map(String);
      label.hidden = !values.split(",").some((value) => chosen.includes(value));
    }
    const two = store.settings.length > 1;
    find("#second-tab").hidden = find("#second-subject").hidden = !two;
    find("#compare").textContent = two ? "Remove the second network" : "Compare with a second network";
    find("#files").hidden = settings.dataset !== "mnist" || store.sample?.name === "mnist";
    find("#which").hidden = !two;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    const field = target as Field, { name, value } = field;
    if (name === "") return;
    const parsed = name === "hidden"
      ? parseHidden(value)
      : parseSetting(name as typeof SIMPLE_KEYS[number], value);
    const label = field.closest("label")!.firstChild!.textContent!.trim();
    if (parsed === undefined) {
      field.setAttribute("aria-invalid", "true");
      wrong.textContent = name === "hidden"
        ? `${label}: found “${value}”, want up to 24 widths from 1 to 1024`
        : `${label}: found “${value}”, which is out of range`;
      return;
    }
    field.removeAttribute("aria-invalid");
    wrong.textContent = "";
    change({ [name]: parsed });
  });
  find("#which").addEventListener("change", ({ target }) => {
    which = Number((target as HTMLInputElement).value);
    show();
  });
  onClick("#compare", () => {
    const [first, second] = store.settings;
    which = second ? 0 : 1;
    find<HTMLInputElement>(`#which [value="${which}"]`).checked = true;
    apply(second ? [first] : [first, { ...first }], true);
    show();
  });
  store.on(["settings", "sample"], () => {
    if (which >= store.settings.length) which = 0;
    show();
  });
}

/** A loss in words. */
export function lossName({ loss }: Pick<Settings, "loss">): string {
  return {
    "softmax-cross-entropy": "cross-entropy",
    "kl-div": "KL divergence",
    "hinge": "hinge",
    "focal": "focal",
    "mean-squared-error": "squared error",
    "binary-cross-entropy": "binary cross-entropy",
  }[loss];
}

/** A network in a few words: `784-128-10, Tanh, hinge`. */
export function describe(settings: Settings): string {
  const names = [...new Set(activationsOf(settings))].map((name) => NAMES[name]), { hidden } = settings;
  const shape = hidden.length > 6
    ? `784-${hidden[0]}…${hidden.at(-1)}-10 (${hidden.length + 1} layers)`
    : [784, ...hidden, 10].join("-");
  return [shape, ...(names.length > 0 ? [listing(names)] : []), lossName(settings)].join(
    ", ",
  );
}
