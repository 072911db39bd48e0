/// <reference lib="dom" />
/** One weight: what it contributes, its gradient by the chain rule, and its finite difference.
 * @module
 */
import { formatCount } from "../../study/format.ts";
import { digits } from "./digits.ts";
import { element, find, formula, onClick, watchVisible } from "./dom.ts";
import { equalDigits, largestAt, type Place } from "./explain.ts";
import type { Explained } from "./explained.ts";
import type { Store } from "./store.ts";

const EPSILON = 1e-4;
/** Behind the header nothing is seen: so many pixels. */
const HEADER = 72;
/** How far a weight can be turned to either side. */
const REACH = 3;

const number = (value: number, kind = "number") => element("span", { class: kind }, digits(value));
const result = (value: number) => number(value, "number result");
const soft = (text: string) => element("span", { class: "soft" }, text);

function line(kind: string, title: string, ...terms: (Node | string)[]): HTMLElement {
  return element(
    "div",
    { class: `line ${kind}` },
    element("b", {}, title),
    element("div", { class: "terms" }, ...terms),
  );
}

/** What a gradient is multiplied of, with its formula; a factor that can't be told is a letter. */
function chain(part: string, factors: readonly (number | string)[], dw: number): (Node | string)[] {
  const terms = factors.flatMap((factor, i) => [
    i === 0 ? "=" : "·",
    typeof factor === "number" ? number(factor) : factor,
  ]);
  return [formula(part), ...terms, "=", result(dw)];
}

/** How well the finite difference agrees. */
const agreement = (same: number) =>
  element(
    "span",
    { class: "checked" },
    same >= 5 ? `measured: equal to ${same} digits` : "too small to measure",
  );

/** The place of the strongest weight: where the gradient is largest. */
export function strongest(dWeight: Float64Array, columns: number): { from: number; to: number } {
  let at = 0;
  for (let i = 1; i < dWeight.length; i++) if (Math.abs(dWeight[i]) > Math.abs(dWeight[at])) at = i;
  return { from: Math.floor(at / columns), to: at % columns };
}

export interface Following {
  place: Place;
  follow(place: Partial<Place>): void;
  /** Whether somebody has chosen; until then it is the strongest weight of the first layer. */
  chosen: boolean;
}

export function startWeight(
  store: Store,
  explained: Explained,
  following: Following,
  onFollow: (listen: () => void) => void,
): void {
  const layer = find<HTMLSelectElement>("#w-layer"),
    from = find<HTMLInputElement>("#w-from"),
    to = find<HTMLInputElement>("#w-to");
  const turn = find<HTMLInputElement>("#turn"),
    visible = watchVisible(find("#weight"), () => draw()),
    stripVisible = watchVisible(find("#strip"), () => draw());
  const followed = find("#followed"), equation = find("#equation");
  /** Somebody who has scrolled past the card does not see that it changes, and is told. */
  const tell = () => followed.hidden = !following.chosen || equation.getBoundingClientRect().bottom > HEADER;
  new IntersectionObserver(tell, { rootMargin: `-${HEADER}px 0px 0px` }).observe(equation);
  layer.addEventListener("change", () => following.follow({ layer: Number(layer.value) }));
  from.addEventListener("change", () => following.follow({ from: Number(from.value) }));
  to.addEventListener("change", () => following.follow({ to: Number(to.value) }));
  /** The weight as the network has it, where it is turned. */
  let original = 0, lossBefore = 0, slopeBefore = 0;
  const putBack = () => {
    turn.value = "0";
    if (explained.turned) {
      explained.turned = undefined;
      store.changed("image");
    }
  };
  turn.addEventListener("input", () => {
    const { place } = following;
    if (!explained.turned) {
      original = explained.explainer.weight(place);
      const { loss, layers } = explained.explanation, numbers = layers[place.layer];
      lossBefore = loss;
      slopeBefore = numbers.dWeight[place.from * numbers.sum.length + place.to];
    }
    explained.turned = { ...place, value: original + REACH * Number(turn.value) / 1000 };
    store.changed("image");
  });
  onClick("#turn-back", putBack);
  store.on(["subject"], putBack);

  const draw = (always = false) => {
    if (!always && !visible() && !stripVisible()) return;
    const { explanation: { layers, loss, probabilities }, label, explainer } = explained;
    if (!following.chosen) {
      const [first] = layers;
      following.place = { layer: 0, ...strongest(first.dWeight, first.sum.length) };
    }
    const at = Math.min(following.place.layer, layers.length - 1), numbers = layers[at];
    const place = {
      layer: at,
      from: Math.min(following.place.from, numbers.input.length - 1),
      to: Math.min(following.place.to, numbers.sum.length - 1),
    };
    following.place = place;
    find("#weights-count").textContent = formatCount(
      layers.reduce((sum, { weight }) => sum + weight.length, 0),
    );
    const width = numbers.sum.length, last = at === layers.length - 1, index = place.from * width + place.to;
    if (layer.options.length !== layers.length) {
      layer.replaceChildren(...layers.map((_, i) => element("option", { value: i }, String(i + 1))));
    }
    layer.value = String(at);
    for (
      const [field, value, most] of [[from, place.from, numbers.input.length - 1], [
        to,
        place.to,
        width - 1,
      ]] as const
    ) {
      field.max = String(most);
      if (document.activeElement !== field) field.value = String(value);
    }
    const w = numbers.weight[index],
      x = numbers.input[place.from],
      dz = numbers.dSum[place.to],
      dw = numbers.dWeight[index];
    const z = numbers.sum[place.to], da = numbers.dOutput[place.to];
    const { above, below, slope } = explainer.difference(place, store.image, label, EPSILON),
      same = equalDigits(dw, slope);
    // f′ is what is shown to be multiplied with; where nothing comes from behind, it can't be told from the two gradients.
    const derivative = da === 0 ? undefined : dz / da;
    const source = at === 0
      ? `pixel ${place.from % 28}, ${Math.floor(place.from / 28)}`
      : `unit ${place.from} of layer ${at}`;
    const terms = last
      ? chain("weight-chain-last", [x, dz], dw)
      : chain("weight-chain", [x, derivative ?? "f′", da], dw);
    equation.replaceChildren(
      line(
        "",
        "Contributes",
        formula("weight-forward"),
        "=",
        number(w),
        "·",
        number(x),
        "=",
        result(w * x),
        soft(`to the sum ${digits(z)} of unit ${place.to}; x is ${source}`),
      ),
      line("back", "Chain rule", ...terms),
      line(
        "check",
        "Difference",
        formula("weight-difference"),
        "=",
        soft(`(${digits(above, 9)} − ${digits(below, 9)}) / ${2 * EPSILON}`),
        "=",
        result(slope),
        element(
          "strong",
          { id: "agreement" },
          same >= 5
            ? `equal to ${same} digits`
            : dw === 0 && slope === 0
            ? "both 0"
            : `equal to ${same} digits: there is a kink nearby, or the slope is too small to measure`,
        ),
      ),
    );
    if (!last && at === 0) {
      find("#strip").replaceChildren(
        ...chain("weight-chain", [x, derivative ?? "f′", da], dw),
        agreement(same),
      );
    }
    followed.replaceChildren(
      `Weight from ${source} to unit ${place.to} of layer ${at + 1}: ∂L/∂w =`,
      result(dw),
      agreement(same),
      element("a", { href: "#weight" }, "See its chain rule"),
    );
    tell();
    const turned = find("#turned");
    if (!explained.turned) {
      turn.value = "0";
      turned.textContent = `At ${digits(w)}. Turn it: the loss should change by about ${
        digits(dw, 3)
      } for each 1.`;
    } else {
      const moved = explained.turned.value - original, guess = lossBefore + slopeBefore * moved;
      turned.textContent =
        `At ${digits(explained.turned.value)}, by ${digits(moved, 3)}: the loss is ${digits(loss)}, was ${
          digits(lossBefore)
        }; ` +
        `the gradient foretold ${digits(guess)}. The network says ${largestAt(probabilities)}.`;
    }
  };
  store.on(["image", "answering", "subject"], () => draw());
  onFollow(() => {
    if (explained.turned) putBack();
    draw(true);
  });
}
