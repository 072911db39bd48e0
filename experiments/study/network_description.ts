import type { ActivationName, RunConfiguration, ScaleName } from "./configuration.ts";

/** A layer, the first one first. */
export type LayerDescription =
  | { readonly kind: "linear"; readonly inputs: number; readonly outputs: number }
  | { readonly kind: "dropout" }
  | { readonly kind: "layer-norm" | "batch-norm"; readonly features: number }
  | { readonly kind: ActivationName };

/** What a network is and what it wants, as its file says: with this and its parameters it can be used anywhere. */
export interface NetworkDescription {
  /** Of the description. */
  readonly version: 1;
  /** What it has learned. */
  readonly dataset: string;
  /** The height and width of its images, in pixels. */
  readonly rows: number;
  readonly columns: number;
  /** How a pixel from 0, background, to 255, full ink, becomes a number. */
  readonly scale: ScaleName;
  readonly layers: readonly LayerDescription[];
  /** What the logits stand for, in order. */
  readonly classes: readonly string[];
}

/** The network of a configuration for images and classes of a kind. */
export function networkOf(
  { scale, hidden, activation, norm, dropout, inputDropout }: RunConfiguration,
  { name, rows, columns, classes, classNames }: {
    readonly name: string;
    readonly rows: number;
    readonly columns: number;
    readonly classes: number;
    readonly classNames?: readonly string[];
  },
): NetworkDescription {
  const widths = [rows * columns, ...hidden, classes];
  const dropped: LayerDescription[] = inputDropout > 0 ? [{ kind: "dropout" }] : [];
  const layers = widths.slice(1).flatMap((outputs, i): LayerDescription[] => {
    const linear = { kind: "linear", inputs: widths[i], outputs } as const;
    if (i === hidden.length) return [linear];
    const normal: LayerDescription[] = norm === "none" ? [] : [{ kind: `${norm}-norm`, features: outputs }];
    const activate = { kind: activation.length === 1 ? activation[0] : activation[i] };
    const drop: LayerDescription[] = dropout > 0 ? [{ kind: "dropout" }] : [];
    return [linear, ...normal, activate, ...drop];
  });
  return {
    version: 1,
    dataset: name,
    rows,
    columns,
    scale,
    layers: [...dropped, ...layers],
    classes: classNames ?? Array.from({ length: classes }, (_, i) => String(i)),
  };
}
