import type { ActivationName, ScaleName } from "./choices.ts";
import { DEFAULTS, type RunConfiguration } from "./configuration.ts";

/** A layer, the first one first. */
export type LayerDescription =
  | { readonly kind: "linear"; readonly inputs: number; readonly outputs: number }
  | { readonly kind: "dropout" }
  | { readonly kind: "layer-norm" | "batch-norm"; readonly features: number; readonly epsilon?: number }
  | ActivationDescription;

/** An activation, with what it has in place of its default: of `elu` α, of `leaky-relu` the slope; of `p-relu` how many slopes. */
export interface ActivationDescription {
  readonly kind: ActivationName;
  readonly alpha?: number;
  readonly negativeSlope?: number;
  readonly slopes?: number;
}

function describeActivation(
  kind: ActivationName,
  units: number,
  { eluAlpha: alpha, negativeSlope, slopes }: RunConfiguration,
): ActivationDescription {
  if (kind === "elu" && alpha !== DEFAULTS.eluAlpha) return { kind, alpha };
  if (kind === "leaky-relu") return { kind, negativeSlope };
  return kind === "p-relu" ? { kind, slopes: slopes === "unit" ? units : 1 } : { kind };
}

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
  configuration: RunConfiguration,
  { name, rows, columns, classes, classNames }: {
    readonly name: string;
    readonly rows: number;
    readonly columns: number;
    readonly classes: number;
    readonly classNames?: readonly string[];
  },
): NetworkDescription {
  const { scale, hidden, activation, norm, normEpsilon: epsilon, dropout, inputDropout } = configuration;
  const widths = [rows * columns, ...hidden, classes];
  const dropped: LayerDescription[] = inputDropout > 0 ? [{ kind: "dropout" }] : [];
  const layers = widths.slice(1).flatMap((outputs, i): LayerDescription[] => {
    const linear = { kind: "linear", inputs: widths[i], outputs } as const;
    if (i === hidden.length) return [linear];
    const unusual = epsilon === DEFAULTS.normEpsilon ? {} : { epsilon };
    const normal: LayerDescription[] = norm === "none"
      ? []
      : [{ kind: `${norm}-norm`, features: outputs, ...unusual }];
    const name = activation.length === 1 ? activation[0] : activation[i];
    const activate = describeActivation(name, outputs, configuration);
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
