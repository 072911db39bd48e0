/// <reference lib="dom" />
/** A look inside the networks that learn, layer by layer.
 * @module
 */
import { formatNumber } from "../../study/format.ts";
import type { Inside, LayerInside } from "../engine/inside.ts";
import type { Standing } from "../engine/messages.ts";
import { drawCurves } from "./curve_view.ts";
import { element, find, watchVisible } from "./dom.ts";
import { lossName } from "./form.ts";
import type { Store } from "./store.ts";
import { drawAccuracy, endOf, lossSeries } from "./training_view.ts";

/** The powers of ten that a bar shows. */
const LOWEST = -12, HIGHEST = 3;

function bar(value: number): HTMLElement {
  const share = (Math.log10(Math.max(value, 1e-300)) - LOWEST) / (HIGHEST - LOWEST), fill = element("i");
  fill.style.width = `${100 * Math.max(0, Math.min(1, Number.isFinite(value) ? share : 1))}%`;
  return element("span", { class: "log" }, fill);
}

function cell(value: number): HTMLElement {
  return element("td", {}, Number.isFinite(value) ? formatNumber(value) : "not finite", bar(value));
}

function row({ inputs, outputs, activation, signal, difference, gradient, dead }: LayerInside): HTMLElement {
  const name = `${inputs} → ${outputs}${activation ? ` ${activation}` : ""}`;
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name),
    cell(signal),
    cell(difference),
    cell(gradient),
    element("td", {}, activation ? `${Math.round(100 * dead)} %` : ""),
  );
}

function bodyOf({ inside, settings }: Standing, i: number, several: boolean): HTMLElement {
  const body = element("tbody", { class: i === 1 ? "second" : undefined });
  if (several) {
    const title = `${["First", "Second"][i]} network: ${
      lossName(settings)
    }, learning rate ${settings.learningRate}`;
    body.append(
      element(
        "tr",
        {},
        element(
          "th",
          { colspan: 5, scope: "colgroup" },
          element("i", { class: `key ${"ab"[i]}` }),
          ` ${title}`,
        ),
      ),
    );
  }
  const text = `gradient at the logits, length for one image`;
  body.append(
    ...inside.layers.map(row),
    element(
      "tr",
      {},
      element("th", { scope: "row", colspan: 3 }, text),
      cell(inside.logitGradient),
      element("td"),
    ),
  );
  return body;
}

export function startInside(store: Store): void {
  const curve = find<HTMLCanvasElement>("#live-curve"), table = find<HTMLTableElement>("#inside");
  const visible = watchVisible(find("#live"), () => draw());
  const heading = ["Layer", "Signal", "Difference", "Gradient", "Dead"];
  table.append(
    element("thead", {}, element("tr", {}, ...heading.map((name) => element("th", { scope: "col" }, name)))),
  );
  let shown: readonly Inside[] = [];
  const draw = () => {
    const { networks, running } = store;
    if (networks.length === 0 || !visible()) return;
    // Two losses can't be compared, what comes of them can.
    const several = networks.length > 1;
    if (several) drawAccuracy(curve, networks);
    else drawCurves(curve, lossSeries(networks), { unit: "steps" });
    find("#live-caption").textContent = several
      ? "Accuracy on the test set, each epoch"
      : "Loss, each training step";
    const ends = networks.map(endOf).filter(Boolean).join("; ");
    find("#live-state").textContent = ends || (running ? "learning" : "paused");
    const looks = networks.map(({ inside }) => inside);
    if (looks.length === shown.length && looks.every((look, i) => look === shown[i])) return;
    shown = looks;
    for (const body of [...table.tBodies]) body.remove();
    table.append(...networks.map((standing, i) => bodyOf(standing, i, several)));
  };
  store.on(["networks", "theme"], draw);
  addEventListener("resize", draw);
}
