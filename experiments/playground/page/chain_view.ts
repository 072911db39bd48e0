/// <reference lib="dom" />
/** The ladder: every layer forward, the loss, and every gradient backward, each beside its formula.
 * @module
 */
import { activationsOf, type Settings } from "../engine/settings.ts";
import { digits } from "./digits.ts";
import { element, find, formula, watchVisible } from "./dom.ts";
import type { Explanation, LayerNumbers, Place } from "./explain.ts";
import type { Explained } from "./explained.ts";
import { Picture } from "./picture.ts";
import { drawImages } from "./pictures.ts";
import type { Store } from "./store.ts";
import { Strip } from "./strip.ts";

/** Which weight is followed. */
export interface Path {
  readonly place: Place;
  follow(place: Partial<Place>): void;
}

const side = (direction: "forward" | "backward", ...contents: Node[]) =>
  element(
    "div",
    { class: direction === "forward" ? "side" : "side back" },
    element("p", {}, direction === "forward" ? "Forward ↓" : "Backward ↑"),
    ...contents,
  );
const shown = (part: string) =>
  element("div", { class: "formula", tabindex: 0, role: "group", "aria-label": "Formula" }, formula(part));

/** The column of a matrix that leads to a unit. */
function columnOf(matrix: Float64Array, columns: number, column: number): Float64Array {
  return Float64Array.from({ length: matrix.length / columns }, (_, i) => matrix[i * columns + column]);
}

/** One layer, with its activation, as a card; `draw` fills it. */
function makeRung(layer: number, last: boolean, activation: string, path: Path) {
  const to = (unit: number) => path.follow({ layer, to: unit });
  const from = (input: number) => path.follow({ layer, from: input });
  const strips = {
    sum: new Strip("z", `Sums of layer ${layer + 1}`, to),
    output: new Strip("a", `Outputs of layer ${layer + 1}`, to),
    dOutput: new Strip("d-a", `Gradient of the outputs of layer ${layer + 1}`, to),
    dSum: new Strip("d-z", `Gradient of the sums of layer ${layer + 1}`, to),
  };
  const input = new Picture("x", from), dInput = new Picture("d-x", from);
  const weight = new Picture("w-j", from), dWeight = new Picture("d-w-j", from);
  const product = new Picture("x-w-j", from);
  const title = element("h3"),
    pictures = (...all: Picture[]) =>
      element("div", { class: "pictures" }, ...all.map((picture) => picture.element));
  const forward = side(
    "forward",
    shown("linear-forward"),
    pictures(input, weight, product),
    strips.sum.element,
  );
  const backward = side("backward");
  if (!last) {
    forward.append(shown(`${activation}-forward`), strips.output.element);
    backward.append(strips.dOutput.element, shown(`${activation}-backward`));
  }
  backward.append(strips.dSum.element, shown("linear-backward"), pictures(dWeight, dInput));
  const rung = element("div", { class: "card rung" }, title, forward, backward);
  const draw = (numbers: LayerNumbers, unit: number) => {
    const { sum, output, dOutput, dSum } = numbers,
      width = sum.length,
      into = columnOf(numbers.weight, width, unit);
    title.textContent = `Layer ${layer + 1}: ${numbers.input.length} numbers become ${width}`;
    strips.sum.draw(sum, unit, "unit");
    strips.dSum.draw(dSum, unit, "unit");
    if (!last) {
      strips.output.draw(output, unit, "unit");
      strips.dOutput.draw(dOutput, unit, "unit");
    }
    input.draw(numbers.input);
    weight.draw(into);
    product.draw(into.map((w, i) => w * numbers.input[i]));
    dWeight.draw(columnOf(numbers.dWeight, width, unit));
    dInput.draw(numbers.dInput);
  };
  return { rung, draw };
}

/** The loss as a card. */
function makeLossRung(loss: string) {
  const table = element("table", { class: "classes" });
  const names = ["class", "logit", "softmax h", "target t"];
  table.append(
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...names.map((name) => element("th", { scope: "col" }, name)),
        element(
          "th",
          { scope: "col" },
          formula("d-logit"),
          element("span", { class: "unseen" }, "gradient"),
        ),
      ),
    ),
  );
  const body = element("tbody");
  table.append(body);
  const rung = element(
    "div",
    { class: "card rung" },
    element("h3", {}, "Loss: ten numbers become one"),
    side("forward", shown(`${loss}-forward`)),
    side("backward", shown(`${loss}-backward`)),
    element("div", {
      style: "grid-column:1/-1",
      class: "table",
      tabindex: 0,
      role: "region",
      "aria-label": "Loss, class by class",
    }, table),
  );
  const draw = ({ layers, probabilities }: Explanation, label: number) => {
    const { output, dOutput } = layers[layers.length - 1];
    body.replaceChildren(...Array.from(output, (logit, k) => {
      const cells = [
        digits(logit, 4),
        digits(probabilities[k], 4),
        Number(k === label),
        digits(dOutput[k], 4),
      ];
      return element(
        "tr",
        k === label ? { class: "target" } : {},
        element("th", { scope: "row" }, String(k)),
        ...cells.map((text) => element("td", {}, String(text))),
      );
    }));
  };
  return { rung, draw };
}

/** Of more layers only the first and the last few are shown: the path picks among all. */
const MOST_RUNGS = 6;

export function startChain(
  store: Store,
  explained: Explained,
  path: Path,
  follow: (listen: () => void) => void,
): void {
  const ladder = find("#ladder"),
    seen = find<HTMLCanvasElement>("#seen"),
    visible = watchVisible(find("#chain"), () => draw());
  const label = find<HTMLSelectElement>("#label"), loss = find<HTMLSelectElement>("#explained-loss");
  label.append(
    ...Array.from({ length: 10 }, (_, digit) => element("option", { value: digit }, `a ${digit}`)),
  );
  label.addEventListener("change", () => {
    store.label = Number(label.value);
    store.labelled = true;
    store.changed("image");
  });
  loss.addEventListener("change", () => {
    explained.loss = loss.value as typeof explained.loss;
    draw();
  });
  let key = "", rungs: { layer: number; draw: (numbers: LayerNumbers, unit: number) => void }[] = [];
  let lossRung: ReturnType<typeof makeLossRung> | undefined;
  const units = new Map<number, number>();

  const build = () => {
    const { configuration } = store.answering, { hidden } = configuration;
    const wanted = JSON.stringify([hidden, configuration.activation, explained.loss]);
    if (key === wanted) return;
    key = wanted;
    units.clear();
    const count = hidden.length + 1,
      half = Math.floor(MOST_RUNGS / 2),
      names = activationsOf(configuration as Settings);
    const layers = Array.from({ length: count }, (_, layer) => layer)
      .filter((layer) => count <= MOST_RUNGS || layer < half || layer >= count - half);
    const cards: HTMLElement[] = [];
    rungs = layers.map((layer, i) => {
      if (i > 0 && layer > layers[i - 1] + 1) {
        cards.push(element("p", { class: "soft" }, `… layers ${layers[i - 1] + 2} to ${layer} in between …`));
      }
      const { rung, draw } = makeRung(layer, layer === count - 1, names[layer], path);
      cards.push(rung);
      return { layer, draw };
    });
    lossRung = makeLossRung(explained.loss);
    ladder.replaceChildren(...cards, lossRung.rung);
  };
  /** At first it is drawn wherever it is, so that it has its height before anybody jumps past it. */
  let drawn = false;
  const draw = () => {
    if (!visible() && drawn) return;
    drawn = true;
    build();
    const { explanation, label: wanted } = explained, { place } = path;
    drawImages(seen, [store.image], 28, 1);
    label.value = String(wanted);
    loss.value = explained.loss;
    find("#loss-value").textContent = digits(explanation.loss);
    units.set(place.layer, place.to);
    // What one layer's weight comes from is a unit of the layer before.
    if (place.layer > 0) units.set(place.layer - 1, place.from);
    for (const { layer, draw } of rungs) {
      const numbers = explanation.layers[layer];
      draw(numbers, Math.min(units.get(layer) ?? 0, numbers.sum.length - 1));
    }
    lossRung!.draw(explanation, wanted);
  };
  store.on(["image", "answering", "subject", "theme"], draw);
  follow(draw);
  addEventListener("resize", draw);
}
