/** What the page and the worker that trains say to each other.
 * @module
 */
import type { TimedEpoch } from "../../study/run_record.ts";
import type { Outcome } from "../../training/train.ts";
import type { Points } from "./curve.ts";
import type { Inside } from "./inside.ts";
import type { Settings } from "./settings.ts";

/** What the page asks for. */
export type Wish =
  /**
   * Networks with these settings: those that are there are kept where the settings are of the same network, unless all shall be fresh.
   * What is told from then on has the same version, so that the page knows whose settings it hears of.
   */
  | {
    readonly type: "networks";
    readonly settings: readonly Settings[];
    readonly fresh: boolean;
    readonly version: number;
  }
  | { readonly type: "run" }
  | { readonly type: "pause" }
  | { readonly type: "step" }
  | { readonly type: "seek"; readonly iteration: number }
  /** The four files of MNIST, as {@linkcode loadMnist} takes them. */
  | { readonly type: "mnist"; readonly files: readonly Uint8Array[] }
  | { readonly type: "save"; readonly network: number }
  | { readonly type: "load"; readonly network: number; readonly bytes: Uint8Array }
  /** A run as a file, with the version of the code that it is noted as. */
  | { readonly type: "keep"; readonly network: number; readonly code: string }
  /** A run from a file. It takes the place of all networks. */
  | { readonly type: "open"; readonly bytes: Uint8Array<ArrayBuffer>; readonly name: string };

/** How a network stands. */
export interface Standing {
  readonly settings: Settings;
  readonly iteration: number;
  /** The step that it can go back to at most. */
  readonly first: number;
  readonly stepsPerEpoch: number;
  /** Epochs a second while it was learning last. */
  readonly speed: number;
  readonly curve: Points;
  readonly epochs: readonly TimedEpoch[];
  readonly outcome: Outcome | undefined;
  readonly inside: Inside;
  /** The parameters, in order. */
  readonly weights: readonly Float32Array<ArrayBuffer>[];
}

/** How a network stands, without what is large: that is told less often, and is as it was where it is left out. */
export type Report = Omit<Standing, "inside" | "weights"> & Partial<Pick<Standing, "inside" | "weights">>;

/** Some images for the page to show. */
export interface Sample {
  readonly name: "synthetic" | "mnist";
  readonly images: Uint8Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
  /** How many images there are to train on, and to test on. */
  readonly train: number;
  readonly test: number;
}

/** What the worker says. */
export type News =
  | {
    readonly type: "standing";
    readonly running: boolean;
    readonly version: number;
    readonly networks: readonly Report[];
  }
  | { readonly type: "sample"; readonly sample: Sample }
  | {
    readonly type: "saved";
    readonly what: "weights" | "run";
    readonly network: number;
    readonly bytes: Uint8Array<ArrayBuffer>;
  }
  /** A file has been taken. */
  | { readonly type: "taken"; readonly message: string }
  /** Something could not be done: with a file, or else with settings. */
  | { readonly type: "refused"; readonly file: boolean; readonly message: string };
