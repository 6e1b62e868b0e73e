import type { MimeBundle } from "../../display/mime/mime.ts";
import { WidgetOptionError, WidgetValueError } from "../errors.ts";
import { controlState } from "../model/style-and-layout.ts";
import { Widget } from "../widget.ts";
import { common, type ControlOptions } from "./control-options.ts";

/** The options of a progress bar. */
export type ProgressOptions = Omit<ControlOptions, "disabled"> & {
  /** The number of steps already done; default 0. */
  readonly value?: number;
};

const BETWEEN_UPDATES_MS = 100;

/**
 * A bar that fills up. Its value is the number of steps done.
 *
 * @example
 * const bar: Progress = progress(10, { value: 4 });
 * bar.advance(6);
 */
export class Progress extends Widget<number> {
  /** The number of steps. */
  readonly max: number;

  /** @internal */
  constructor(max: number, options: ProgressOptions) {
    const { value = 0 } = options;
    if (!(Number.isFinite(max) && max > 0)) {
      throw new WidgetOptionError("progress bar", `it has ${String(max)} steps`, "Give a number above 0");
    }
    const allowed = `a number from 0 to ${max}`;
    const has = (given: unknown): given is number => typeof given === "number" && given >= 0 && given <= max;
    if (!has(value)) throw new WidgetOptionError("progress bar", `its value is ${String(value)}`, `Give ${allowed}`);
    const { labelled, looks } = common("progress bar", options);
    super({
      state: {
        ...controlState("FloatProgress", "ProgressView"),
        ...labelled,
        bar_style: "",
        min: 0,
        max,
        orientation: "horizontal",
        value,
      },
      ...looks,
      style: "Progress",
      read: (held) => Number(held["value"]),
      write: (given) => {
        if (!has(given)) throw new WidgetValueError("progress bar", given, allowed);
        return { value: given };
      },
      // The bar moves by less than a pixel when many steps are done in a moment.
      betweenUpdates: BETWEEN_UPDATES_MS,
    });
    this.max = max;
  }

  /** Counts `steps` more steps as done; default 1. */
  advance(steps: number = 1): void {
    this.value = Math.min(this.max, this.value + steps);
  }

  /** @internal */
  protected override fallback(): MimeBundle {
    const label = this.label === "" ? "" : `${this.label}: `;
    return { data: { "text/plain": `${label}${this.value} of ${this.max}` }, metadata: {} };
  }
}

/**
 * A bar that fills up, as part of other widgets. The `progress` of `tsnb/display` needs no front end that draws
 * widgets, and shows the time.
 *
 * @param max the number of steps, above 0.
 * @param options `value`: the number of steps already done; default 0.
 * @throws {WidgetOptionError} when the numbers are inconsistent.
 *
 * @example
 * const bar = progress(3, { label: "Models" });
 * for (const model of ["resnet18", "levit_128", "vit_tiny"]) bar.advance(model.length > 0 ? 1 : 0);
 * console.log(bar.value); // 3
 */
export function progress(max: number, options: ProgressOptions = {}): Progress {
  return new Progress(max, options);
}
