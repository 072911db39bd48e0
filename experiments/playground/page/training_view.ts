/// <reference lib="dom" />
/** How training goes: figures, curves, and the way back.
 * @module
 */
import { formatCount, formatLoss, formatPercent } from "../../study/format.ts";
import type { Standing, Wish } from "../engine/messages.ts";
import { drawCurves } from "./curve_view.ts";
import { element, find, onClick, watchVisible } from "./dom.ts";
import { describe } from "./form.ts";
import type { Store } from "./store.ts";

/** The colours of the networks. */
const COLOURS = ["--run-0", "--run-1"];

/** How a run ended, in words; nothing while it goes on. */
export function endOf({ outcome, epochs }: Standing): string {
  if (outcome?.status === "finished") return `finished after ${epochs.length} epochs`;
  if (outcome?.status === "diverged") {
    return `diverged in step ${
      formatCount(outcome.iteration)
    }: the first number that is not finite is the ${outcome.what} of ${outcome.layer}`
      .replace("the loss of loss", "the loss");
  }
  return "";
}

export function lossSeries(networks: readonly Standing[]) {
  return networks.map(({ curve }, i) => ({ ...curve, colour: COLOURS[i] }));
}

export function drawAccuracy(canvas: HTMLCanvasElement, networks: readonly Standing[]): void {
  const series = networks.map(({ epochs }, i) => ({
    x: epochs.map(({ epoch }) => epoch),
    y: epochs.map(({ heldOutAccuracy }) => heldOutAccuracy),
    colour: COLOURS[i],
  }));
  drawCurves(canvas, series, { unit: "epochs", dots: true, top: 1, percent: true });
}

/** Shows it, and sends what the buttons wish. */
export function startTraining(store: Store, wish: (wish: Wish) => void, again: () => void): void {
  const loss = find<HTMLCanvasElement>("#loss-curve"), accuracy = find<HTMLCanvasElement>("#accuracy-curve");
  const run = find<HTMLButtonElement>("#run"), moment = find<HTMLInputElement>("#moment");
  const visible = watchVisible(find("#learn"), () => draw());
  let seeking = false, furthest = 0;
  run.addEventListener("click", () => wish({ type: store.running ? "pause" : "run" }));
  onClick("#step", () => wish({ type: "step" }));
  onClick("#again", () => {
    furthest = 0;
    again();
  });
  moment.addEventListener("input", () => {
    seeking = true;
    find("#moment-text").textContent = formatCount(Number(moment.value));
  });
  moment.addEventListener("change", () => {
    seeking = false;
    wish({ type: "seek", iteration: Number(moment.value) });
  });

  const figures = ["Epoch", "Epochs a second", "Training loss", "Test accuracy"].map((name) => {
    const values = [element("dd", {}, "–"), element("dd", { hidden: "" }, "–")];
    find("#figures").append(element("div", {}, element("dt", {}, name), ...values));
    return values;
  });

  const draw = () => {
    const { networks, running, sample } = store;
    if (networks.length === 0) return;
    run.textContent = running ? "Pause" : "Train";
    const [{ iteration, first }] = networks;
    furthest = running ? iteration : Math.max(furthest, iteration);
    if (!seeking) {
      moment.min = String(first);
      moment.max = String(furthest);
      moment.value = String(iteration);
      find("#moment-text").textContent = formatCount(iteration);
    }
    if (sample) {
      const data = sample.name === "mnist" ? "images of MNIST" : "digits drawn by code";
      find("#what").textContent = `${describe(networks[0].settings)} · ${formatCount(sample.train)} ${data}`;
    }
    find("#notice").textContent = networks.map((standing, i) => {
      const end = endOf(standing),
        name = networks.length > 1 ? ["The first network ", "The second network "][i] : "It ";
      return end && `${name}${end}.`;
    }).filter(Boolean).join(" ");
    figures.forEach((values, kind) =>
      values.forEach((place, i) => {
        const standing = networks[i];
        place.hidden = standing === undefined || i === 1 && kind < 2;
        if (standing) place.textContent = figure(standing, kind);
      })
    );
    if (!visible()) return;
    drawCurves(loss, lossSeries(networks), { unit: "steps" });
    drawAccuracy(accuracy, networks);
    accuracy.setAttribute(
      "aria-label",
      `Test accuracy: ${networks.map((one) => figure(one, 3)).join(" and ")}`,
    );
    loss.setAttribute("aria-label", `Training loss: ${networks.map((one) => figure(one, 2)).join(" and ")}`);
  };
  store.on(["networks", "theme", "sample"], draw);
  addEventListener("resize", draw);
}

function figure({ iteration, stepsPerEpoch, speed, curve: { y }, epochs }: Standing, kind: number): string {
  switch (kind) {
    case 0:
      return (iteration / stepsPerEpoch).toFixed(1);
    case 1:
      return speed === 0 ? "–" : speed.toFixed(speed < 10 ? 1 : 0);
    case 2: {
      const last = y.subarray(-20);
      return last.length === 0 ? "–" : formatLoss(last.reduce((sum, value) => sum + value, 0) / last.length);
    }
    default:
      return epochs.length === 0 ? "–" : `${formatPercent(epochs[epochs.length - 1].heldOutAccuracy)} %`;
  }
}
