import { inspect } from "node:util";
import { escapeMarkup } from "../display/escape.ts";
import { BUNDLE, DISPLAY, type Displayable, type MimeBundle } from "../display/mime/mime.ts";
import type { JsonValue } from "../jupyter/json.ts";
import { ValueChanges } from "./changes.ts";
import { untilRerun } from "./model/kernel.ts";
import { layoutState, styleState, type StyleName } from "./model/style-and-layout.ts";
import { Model } from "./model/model.ts";
import { type State, type StateValue, textIn } from "./model/state.ts";

const VIEW = "application/vnd.jupyter.widget-view+json";

/** The mapping between a widget's value and the state of its model. */
export type StateMapping<Value> = {
  /** The state of the model, with its names, but without layout and style. */
  readonly state: State;
  readonly style?: StyleName;
  readonly layout?: State;
  readonly labelWidth?: string;
  /**
   * Set when the browser changes the value: `"value"` to accept the state's `value`, or a function that returns the
   * part of a change that takes effect, and throws to reject it. By default the browser cannot change the value.
   */
  readonly take?: "value" | ((change: State) => State);
  readonly read: (state: State) => Value;
  /**
   * The part of the state that represents a value.
   *
   * @throws when the widget cannot have this value.
   */
  readonly write: (value: unknown) => State;
  /** Handles a message from the control's view, such as a click; returns true when the value has changed. */
  readonly receive?: (content: JsonValue, buffers: readonly Uint8Array[]) => boolean;
  /** The least time between two updates sent to the browser, in milliseconds; default 0. */
  readonly betweenUpdates?: number;
};

/**
 * A control that people move in the browser and that code reads and sets: `value` is always the present value. It is
 * drawn as the last value of a cell or with `show`; where no front end draws widgets, its value is shown instead.
 *
 * @example
 * const controls: readonly Widget<unknown>[] = [slider(1, 12), text("levit")];
 * console.log(controls.map(({ value }) => value)); // [ 6, 'levit' ]
 */
export abstract class Widget<Value> implements Displayable, AsyncIterable<Value> {
  /** @internal */
  protected readonly model: Model;
  readonly #kept: StateMapping<Value>;
  readonly #parts: readonly Model[];
  readonly #changes = new ValueChanges<Value>();

  /** @internal */
  protected constructor(kept: StateMapping<Value>) {
    this.#kept = kept;
    const layout = new Model(layoutState(kept.layout ?? {}), { accept: () => ({}) });
    const style = kept.style && new Model(styleState(kept.style, kept.labelWidth ?? ""), { accept: () => ({}) });
    this.#parts = style === undefined ? [layout] : [layout, style];
    const looks = { layout: referenceTo(layout), ...(style === undefined ? {} : { style: referenceTo(style) }) };
    this.model = new Model(
      { ...kept.state, ...looks },
      {
        accept: (change) => this.#accept(change),
        changed: () => this.tell(),
        custom: (content, buffers) => (kept.receive?.(content, buffers) ? this.tell() : undefined),
        closed: () => this.#changes.end(),
        betweenUpdates: kept.betweenUpdates ?? 0,
      },
    );
  }

  /** The model's id in the browser; undefined where the kernel connects no widgets. */
  get id(): string | undefined {
    return this.model.id;
  }

  /** The present value. */
  get value(): Value {
    return this.#kept.read(this.model.state);
  }

  /** Setting it moves the control in the browser and tells the listeners of `onChange`, unless the value is the same. */
  set value(value: Value) {
    if (this.model.set(this.#kept.write(value))) void this.tell();
  }

  /** The text beside the control; "" without any. */
  get label(): string {
    return textIn(this.model.get("description"));
  }

  /** Setting it changes the text in the browser. */
  set label(label: string) {
    this.model.set({ description: label });
  }

  /**
   * Calls a function with each new value. The returned function stops that, and so does another run of the cell that
   * called this.
   */
  onChange(listener: (value: Value) => unknown): () => void {
    return untilRerun(this.follow(listener));
  }

  /** @internal The same as `onChange`, whichever cell runs again. */
  follow(listener: (value: Value) => unknown): () => void {
    return this.#changes.listen(listener);
  }

  /** Resolves with the next value, or with the present value when nobody can move the control, or it is closed. */
  next(): Promise<Value> {
    return this.#changes.next(this.value);
  }

  /**
   * The present value, then each new one; of those that come while the loop's body runs, only the latest. It ends when
   * the widget is closed, when the cell with the loop is run again or, when nobody can move the control, after the
   * present value.
   */
  [Symbol.asyncIterator](): AsyncGenerator<Value> {
    return this.#changes.iterate(() => this.value);
  }

  /** Removes the control from the page, and ends loops over its values. */
  close(): void {
    for (const model of [this.model, ...this.#parts]) model.close();
    this.#changes.end();
  }

  /** The text and HTML for viewers that do not draw widgets. */
  protected fallback(): MimeBundle | Promise<MimeBundle> {
    return this.#valueBundle();
  }

  #valueBundle(): MimeBundle {
    const shown = typeof this.value === "string" ? this.value : inspect(this.value);
    const text = this.label === "" ? shown : `${this.label}: ${shown}`;
    const label = this.label === "" ? "" : `${escapeMarkup(this.label)}: `;
    return {
      data: { "text/html": `<div>${label}<b>${escapeMarkup(shown)}</b></div>`, "text/plain": text },
      metadata: {},
    };
  }

  /** Notifies the listeners of the present value. */
  protected tell(): Promise<void> {
    return this.#changes.tell(this.value);
  }

  /** The form for notebooks. */
  async [DISPLAY](): Promise<MimeBundle["data"]> {
    return (await this[BUNDLE]()).data;
  }

  /** @internal */
  async [BUNDLE](): Promise<MimeBundle> {
    const { data, metadata } = await this.fallback();
    const { id } = this;
    const view = id === undefined ? {} : { [VIEW]: { version_major: 2, version_minor: 0, model_id: id } };
    return { data: { ...view, ...data }, metadata };
  }

  /** The form for consoles. */
  [inspect.custom](): string {
    return textIn(this.#valueBundle().data["text/plain"]);
  }

  #accept(change: State): State {
    const { take, write } = this.#kept;
    if (typeof take === "function") return take(change);
    return take === "value" && "value" in change ? write(change["value"]) : {};
  }
}

/** The reference to a model in the state of another one; null without an id. */
export function referenceTo(model: { readonly id: string | undefined }): StateValue {
  return model.id === undefined ? null : `IPY_MODEL_${model.id}`;
}
