/// <reference lib="dom" />
/** What goes wrong, as settings: how to see it, and how to cure it.
 * @module
 */
import { activationsOf, BEGINNING, type Settings } from "../engine/settings.ts";
import { element, find } from "./dom.ts";

interface Trouble {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** The buttons: what they say, the settings, and what to look at then. */
  readonly tries: readonly {
    readonly press: string;
    readonly settings: readonly Settings[];
    readonly look: string;
  }[];
}

const made = (part: Partial<Settings>): Settings => {
  const settings = { ...BEGINNING, ...part };
  return { ...settings, activation: activationsOf(settings) };
};
const DEEP = Array<number>(15).fill(48);
const SELU = {
  activation: ["selu"],
  hidden: [64, 64, 64],
  init: "lecun",
  loss: "hinge",
  learningRate: 0.1,
} as const;
const RAW = { scale: "raw", init: "lecun", activation: ["relu"], learningRate: 1e-4 } as const;
const SIXTEEN: Partial<Settings> = {
  hidden: DEEP,
  activation: ["hard-swish"],
  loss: "hinge",
  learningRate: 0.005,
};
const RELU = { activation: ["relu"], init: "he", learningRate: 0.5 } as const;

export const TROUBLES: readonly Trouble[] = [
  {
    name: "selu",
    title: "A learning rate that explodes SELU",
    text:
      "SELU has no ceiling: a step that is too long makes weights, with them numbers, with them gradients larger, and the next step is longer still.",
    tries: [
      {
        press: "Let it explode",
        settings: [made(SELU)],
        look:
          "Signal: within ten steps it grows from 1 to more than float32 can hold, faster from layer to layer. “Start again”, “Pause” and “One step” at the top show it step by step.",
      },
      {
        press: "Clip the gradients",
        settings: [made({ ...SELU, clipNorm: 1 })],
        look: "The same learning rate, but all gradients together are never longer than 1: it learns.",
      },
      {
        press: "A smaller learning rate",
        settings: [made({ ...SELU, learningRate: 0.001 })],
        look: "It learns, without any limit.",
      },
    ],
  },
  {
    name: "softmax",
    title: "Softmax without its maximum subtracted",
    text:
      "In float32 e⁸⁹ is infinite. Pixels from 0 to 255 make logits of a few hundred, and infinity divided by infinity is not a number.",
    tries: [
      {
        press: "Leave the maximum in",
        settings: [made({ ...RAW, softmax: "plain" })],
        look: "The loss of the very first batch is not a number.",
      },
      {
        press: "Subtract it",
        settings: [made({ ...RAW, softmax: "shifted" })],
        look: "The same network, the same numbers: it learns.",
      },
    ],
  },
  {
    name: "deep",
    title: "Sixteen layers that don’t learn",
    text:
      "First weights of standard deviation 0.01 and HardSwish make each layer’s output some thirty times smaller. After a few layers all images look alike, and no gradient comes back.",
    tries: [
      {
        press: "Try sixteen layers",
        settings: [made({ ...SIXTEEN })],
        look:
          "Difference and Gradient: they shrink from layer to layer, by the same factor forward and backward. What differs between the digits never reaches the logits; the signal that is there further on is that of the biases, the same for every image.",
      },
      {
        press: "LeCun’s first weights, with SELU",
        settings: [made({ ...SIXTEEN, activation: ["selu"], init: "lecun", learningRate: 0.001 })],
        look: "Every layer has a signal and a gradient of about the same size.",
      },
    ],
  },
  {
    name: "dead",
    title: "Dead units",
    text:
      "A ReLU whose sum is negative for every image passes nothing on and gets nothing back. One long step can put all units there, for good.",
    tries: [
      {
        press: "Kill them",
        settings: [made(RELU)],
        look: "Dead: 100 %. The loss stays where guessing is, at ln 10 = 2.30.",
      },
      {
        press: "A smaller learning rate",
        settings: [made({ ...RELU, learningRate: 0.05 })],
        look: "Some die, the others learn.",
      },
      {
        press: "SELU instead",
        settings: [made({ ...RELU, activation: ["selu"], init: "lecun", learningRate: 0.05 })],
        look: "Its slope is nowhere 0: none can die.",
      },
    ],
  },
  {
    name: "focal",
    title: "Why focal loss learns slower here",
    text:
      "Two networks from the same seed, at the same learning rate: cross-entropy, and focal with α = 0.1 and γ = 2. Which of the two gets the longer gradients?",
    tries: [
      {
        press: "Let them race",
        settings: [made({}), made({ loss: "focal" })],
        look:
          "The last row of each: focal hands the network shorter gradients, so its steps are shorter. Go back to step 0 at the top, where both have the same weights: there each gradient of focal is eight times shorter, for its weight is 0.1. Later (1 − h)² takes away more, the surer the network is.",
      },
      {
        press: "A learning rate ten times as large",
        settings: [made({}), made({ loss: "focal", learningRate: 0.2 })],
        look: "With longer steps focal keeps up: it was the length of the gradient, not its direction.",
      },
    ],
  },
];

/** Shows them; `start` is told what to train. */
export function startTroubles(start: (settings: Settings[]) => void): void {
  const cards = TROUBLES.map(({ name, title, text, tries }) => {
    const look = element("p", { class: "soft", role: "status" });
    const buttons = tries.map(({ press, settings, look: says }, i) => {
      const button = element("button", { type: "button", "data-try": `${name}-${i}` }, press);
      button.addEventListener("click", () => {
        for (const other of cards) other.removeAttribute("aria-current");
        card.setAttribute("aria-current", "true");
        find("#live-title").textContent = `Inside: ${press.charAt(0).toLowerCase()}${press.slice(1)}`;
        look.replaceChildren(`${says} `, element("a", { class: "narrow", href: "#live" }, "Look inside"));
        start([...settings]);
      });
      return button;
    });
    const card = element(
      "div",
      { class: "card trouble" },
      element("h3", {}, title),
      element("p", {}, text),
      element("div", { class: "buttons" }, ...buttons),
      look,
    );
    return card;
  });
  find("#troubles").append(...cards);
}
