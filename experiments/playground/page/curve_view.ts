/// <reference lib="dom" />
/** Curves on a canvas.
 * @module
 */
import { formatNumber } from "../../study/format.ts";
import { colour, css } from "./colours.ts";

/** One curve. */
export interface Series {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A custom property of the style sheet. */
  readonly colour: string;
}

export interface CurveOptions {
  /** Drawn as it is, with a dot at each point; else thin, with its moving mean. */
  readonly dots?: boolean;
  /** The highest number that is possible, which the axis ends at. */
  readonly top?: number;
  readonly percent?: boolean;
  readonly unit: string;
}

const LEFT = 46, RIGHT = 10, TOP = 8, BOTTOM = 22;

/** A few round numbers between two. */
function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const found: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9) + 0; i * step <= high * (1 + 1e-9) && found.length < 12; i++) {
    found.push(i * step + 0);
  }
  return found;
}

/** The numbers that an axis of values shows, and how it places them: from 0 up, or logarithmic where they lie far apart. */
function axisOf(series: readonly Series[], top: number | undefined) {
  let least = Infinity, most = 0, last = 0;
  for (const { y } of series) {
    for (let i = 0; i < y.length; i++) {
      if (!Number.isFinite(y[i])) continue;
      if (y[i] > most) most = y[i];
      if (y[i] > 0 && y[i] < least) least = y[i];
      if (i === y.length - 1) last = Math.max(last, y[i]);
    }
  }
  if (top !== undefined) {
    const low = Math.max(0, Math.min(0.9, Math.floor(10 * (least - 1e-9)) / 10));
    return { low: least === Infinity ? 0 : low, high: top, log: false };
  }
  if (most === 0) return { low: 0, high: 1, log: false };
  const log = most > 60 * Math.max(least, most * 1e-9) && most > 100 || most > 1000;
  return log
    ? {
      low: 10 ** Math.floor(Math.log10(Math.max(least, most * 1e-12))),
      high: 10 ** Math.ceil(Math.log10(most)),
      log,
    }
    : { low: 0, high: most * 1.04, log };
}

/** Draws curves, in the colours of the theme. */
export function drawCurves(
  canvas: HTMLCanvasElement,
  series: readonly Series[],
  options: CurveOptions,
): void {
  const { clientWidth: width, clientHeight: height } = canvas, ratio = Math.min(3, devicePixelRatio || 1);
  if (width === 0) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d")!;
  context.scale(ratio, ratio);
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const { low, high, log } = axisOf(series, options.top);
  let end = 1;
  for (const { x } of series) if (x.length > 0) end = Math.max(end, x[x.length - 1]);
  const place = log ? Math.log10 : (value: number) => value;
  const toX = (x: number) => LEFT + (width - LEFT - RIGHT) * x / end;
  const toY = (y: number) => {
    const share = (place(Math.max(y, log ? low : -Infinity)) - place(low)) / (place(high) - place(low));
    return height - BOTTOM - (height - TOP - BOTTOM) * Math.max(-0.02, Math.min(1.02, share));
  };
  const soft = css(colour("--ink-soft")), rule = css(colour("--rule"));
  context.fillStyle = soft;
  context.strokeStyle = rule;
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  const places = log
    ? ticks(Math.log10(low), Math.log10(high), 4).filter(Number.isInteger).map((power) => 10 ** power)
    : ticks(low, high, 4);
  for (const value of places) {
    const y = Math.round(toY(value)) + 0.5;
    context.beginPath();
    context.moveTo(LEFT, y);
    context.lineTo(width - RIGHT, y);
    context.stroke();
    context.fillText(options.percent ? `${Math.round(100 * value)} %` : formatNumber(value), LEFT - 7, y);
  }
  context.textBaseline = "alphabetic";
  const across = ticks(0, end, width < 320 ? 3 : 5).filter((x) => !options.dots || Number.isInteger(x));
  // From the last one, which has the unit, to the first: what would touch its neighbour is left out.
  let free = Infinity;
  for (const x of across.toReversed()) {
    const unit = x === 1 ? options.unit.replace(/s$/, "") : options.unit;
    const text = x.toLocaleString("en-US") + (x === across.at(-1) ? ` ${unit}` : "");
    const size = context.measureText(text).width, half = x === across[0] ? 0 : size / 2;
    const left = Math.min(toX(x) - half, width - RIGHT - size);
    if (left + size > free) continue;
    context.textAlign = "left";
    context.fillText(text, left, height - 5);
    free = left - 8;
  }
  context.lineJoin = "round";
  for (const { x, y, colour: name } of series) {
    // More points than pixels take time and show no more.
    const every = Math.max(1, Math.floor(x.length / (width - LEFT)));
    const line = (values: (i: number) => number) => {
      context.beginPath();
      let down = false;
      for (let i = 0; i < x.length; i += every) {
        const value = values(i);
        if (!Number.isFinite(value)) {
          down = false;
          continue;
        }
        if (down) context.lineTo(toX(x[i]), toY(value));
        else context.moveTo(toX(x[i]), toY(value));
        down = true;
      }
      context.stroke();
    };
    context.lineWidth = options.dots ? 2 : 1;
    context.strokeStyle = css(colour(name), options.dots ? 1 : 0.22);
    line((i) => y[i]);
    if (options.dots) {
      context.fillStyle = css(colour(name));
      for (let i = 0; i < x.length && x.length <= 60; i++) {
        context.beginPath();
        context.arc(toX(x[i]), toY(y[i]), 2.5, 0, 7);
        context.fill();
      }
    } else {
      const mean = movingMean(y);
      context.lineWidth = 2;
      context.strokeStyle = css(colour(name));
      line((i) => mean[i]);
    }
  }
}

/** The moving mean of a curve, which forgets a fiftieth of it at each point, and less where there are many. */
function movingMean(y: ArrayLike<number>): Float64Array {
  const mean = new Float64Array(y.length), keep = 1 - 1 / Math.max(4, Math.min(40, y.length / 60));
  let sum = 0, weight = 0;
  for (let i = 0; i < y.length; i++) {
    if (!Number.isFinite(y[i])) {
      mean[i] = NaN;
      continue;
    }
    sum = keep * sum + y[i];
    weight = keep * weight + 1;
    mean[i] = sum / weight;
  }
  return mean;
}
