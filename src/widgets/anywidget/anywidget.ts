import { createHash } from "node:crypto";
import { messageOf } from "../../util/error.ts";
import type { JsonValue } from "../../jupyter/json.ts";
import { WidgetOptionError, WidgetValueError } from "../errors.ts";
import { viewOf } from "../model/buffers.ts";
import { untilRerun } from "../model/kernel.ts";
import type { State } from "../model/state.ts";
import { Widget } from "../widget.ts";
import { moduleSource, styleSource } from "./source.ts";
import { valueKind, toStates } from "./to-state.ts";

/** The parts of an anywidget. */
export type AnyWidgetOptions<Shared extends object> = {
  /** The front-end module: code, the path of a JavaScript or TypeScript file, or an address. */
  readonly esm: string | URL;
  /** The style sheet: CSS, the path of a file, or an address; none by default. */
  readonly css?: string | URL;
  /** The state that the browser and the cell share: JSON values, and bytes as `DataView`s. */
  readonly state: Shared;
  /**
   * Checks a state that the browser requests; throwing an error rejects the change. By default a value must keep its
   * initial kind: a number, a string, a list and so on. A value that is null at first may become anything.
   */
  readonly parse?: (state: unknown) => Shared;
  /** The width in CSS, such as `"30em"`; by default the front-end's. */
  readonly width?: string;
};

type Listener = (content: JsonValue, buffers: readonly DataView[]) => unknown;

const VERSION = "~0.11.*";
const OWN_KEYS = new Set(["_esm", "_css", "_anywidget_id", "layout", "tabbable", "tooltip"]);

/**
 * A widget with browser code of its own. Its value is the state that both sides share.
 *
 * @example
 * const note: AnyWidget<{ text: string }> = anywidget({
 *   esm: "export default { render: ({ model, el }) => el.append(model.get('text')) }",
 *   state: { text: "ready" },
 * });
 * note.set({ text: "done" });
 */
export class AnyWidget<Shared extends object> extends Widget<Shared> {
  readonly #listeners: Set<Listener>;

  /** @internal */
  constructor(options: AnyWidgetOptions<Shared>) {
    const { css, state, parse, width } = options;
    const [module, style] = [moduleSource(options.esm), css === undefined ? undefined : styleSource(css)];
    const initial = stateFrom(state);
    const listeners = new Set<Listener>();
    super({
      state: { ...initial, ...named(module, style) },
      ...(width === undefined ? {} : { layout: { width } }),
      read: (held) => sharedIn(held, state),
      write: (given) => {
        if (typeof given !== "object" || given === null) throw new WidgetValueError("anywidget", given, "an object");
        return stateFrom(given);
      },
      take: (change) => {
        const own = Object.fromEntries(Object.entries(change).filter(([key]) => !OWN_KEYS.has(key)));
        if (parse !== undefined) parse({ ...this.value, ...own });
        else checkKinds(own, initial);
        return own;
      },
      receive: (content, buffers) => {
        for (const listener of listeners) listener(content, buffers.map(viewOf));
        return false;
      },
    });
    this.#listeners = listeners;
  }

  /** The reference to this widget for the state of another one, where `host.getWidget` resolves it. */
  get reference(): string {
    return `anywidget:${this.id ?? ""}`;
  }

  /** Changes some keys of the state. */
  set(change: Partial<Shared>): void {
    this.value = { ...this.value, ...change };
  }

  /** Sends a message to the browser code, which receives it as `msg:custom`. */
  send(content: JsonValue, buffers: readonly (ArrayBuffer | ArrayBufferView)[] = []): void {
    this.model.sendCustom(content, buffers.map(viewOf));
  }

  /**
   * Calls a function with each message that the browser code sends. The returned function stops that, and so does
   * another run of the cell that called this.
   */
  onMessage(listener: (content: JsonValue, buffers: readonly DataView[]) => unknown): () => void {
    this.#listeners.add(listener);
    return untilRerun(() => void this.#listeners.delete(listener));
  }
}

function named(module: string, style: string | undefined): State {
  const id = createHash("sha256")
    .update(module)
    .update(style ?? "")
    .digest("hex");
  return {
    _model_module: "anywidget",
    _model_module_version: VERSION,
    _model_name: "AnyModel",
    _view_count: null,
    _view_module: "anywidget",
    _view_module_version: VERSION,
    _view_name: "AnyView",
    _dom_classes: [],
    tabbable: null,
    tooltip: null,
    _esm: module,
    // The front end loads one style for each of these ids.
    _anywidget_id: `tsnb.${id.slice(0, 16)}`,
    ...(style === undefined ? {} : { _css: style }),
  };
}

function stateFrom(given: object): State {
  try {
    return toStates(given);
  } catch (error) {
    throw new WidgetOptionError("anywidget", messageOf(error), "Give JSON, and bytes as typed arrays");
  }
}

function sharedIn<Shared extends object>(held: State, initial: Shared): Shared {
  const own = Object.entries(held).filter(([key]) => !OWN_KEYS.has(key) && !/^_(?:model|view|dom)_/.test(key));
  return { ...initial, ...Object.fromEntries(own) };
}

function checkKinds(change: State, initial: State): void {
  for (const [key, value] of Object.entries(change)) {
    const wanted = valueKind(initial[key] ?? null);
    if (wanted !== "null" && valueKind(value) !== wanted)
      throw new WidgetValueError("anywidget", value, `a ${wanted} for ${key}`);
  }
}

/**
 * A widget with browser code of its own: any front-end module that follows anywidget's specification (AFM). In
 * JupyterLab, the Python package `anywidget` provides the code that loads it.
 *
 * @param options.esm the module: code, the path of a JavaScript or TypeScript file, or an address.
 * @param options.css the style sheet: CSS, the path of a file, or an address; none by default.
 * @param options.state the state that the browser and the cell share: JSON values and bytes.
 * @throws {WidgetOptionError} when a file is missing, the module imports something that a browser cannot find, or the
 *   state contains functions or other values that are neither JSON nor bytes.
 *
 * @example
 * const counter = anywidget({
 *   esm: `export default { render({ model, el }) {
 *     const button = document.createElement("button");
 *     button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
 *     model.on("change:count", () => { button.textContent = model.get("count"); });
 *     button.textContent = model.get("count");
 *     el.append(button);
 *   } }`,
 *   state: { count: 0 },
 * });
 * counter.set({ count: 5 });
 */
export function anywidget<Shared extends object>(options: AnyWidgetOptions<Shared>): AnyWidget<Shared> {
  return new AnyWidget(options);
}
