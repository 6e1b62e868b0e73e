import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { pack, unpack } from "./buffers.ts";
import { answerRequests, forget, remember } from "./state-requests.ts";
import { type WidgetComm, type CommEvent, kernelPort, type Port } from "./port.ts";
import { sameState, type State, type StateValue } from "./state.ts";

/** The version of the widget protocol that this package speaks. */
const PROTOCOL_VERSION = "2.1.0";
const TARGET = "jupyter.widget";

/** A model's handlers of the browser's messages. */
export type ModelEvents = {
  /**
   * Checks a change that the browser requests, and returns the part of it that takes effect.
   *
   * @throws to reject the change: the browser then gets the present state back.
   */
  readonly accept: (change: State) => State;
  /** Called when the browser has changed these keys. */
  readonly changed?: (keys: readonly string[]) => unknown;
  /** Called with a message from the widget's own browser code. */
  readonly custom?: (content: JsonValue, buffers: readonly Uint8Array[]) => unknown;
  /** Called when the browser or `close` has closed the model. */
  readonly closed?: () => void;
  /** The least time between two updates sent to the browser, in milliseconds; default 0. */
  readonly betweenUpdates?: number;
};

/** A model of the widget protocol: its state here and in each browser that shows it. */
export class Model {
  /** The model's id in the browser; undefined where no kernel connects it to one. */
  readonly id: string | undefined;
  readonly #comm: WidgetComm | undefined;
  readonly #events: ModelEvents;
  #state: State;
  #isOpen = true;
  #unsent: State = {};
  #sentAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(state: State, events: ModelEvents, port: Port | undefined = kernelPort()) {
    this.#state = state;
    this.#events = events;
    if (port === undefined) return;
    answerRequests(port);
    const { state: json, bufferPaths, buffers } = pack(state);
    const data = { state: json, buffer_paths: bufferPaths };
    this.#comm = port.openComm(TARGET, data, { metadata: { version: PROTOCOL_VERSION }, buffers });
    this.#comm.onMessage = (event) => this.#receive(event);
    this.#comm.onClose = () => this.#ended();
    this.id = this.#comm.id;
    remember(this.id, this);
  }

  get state(): State {
    return this.#state;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get(key: string): StateValue | undefined {
    return this.#state[key];
  }

  /** Changes the state, and sends the differences to the browser; returns true if there were any. */
  set(change: State): boolean {
    const differing = Object.entries(change).filter(([key, value]) => !sameState(this.#state[key], value));
    if (differing.length === 0) return false;
    const patch = Object.fromEntries(differing);
    this.#state = { ...this.#state, ...patch };
    this.#unsent = { ...this.#unsent, ...patch };
    const wait = this.#sentAt + (this.#events.betweenUpdates ?? 0) - performance.now();
    if (wait <= 0) this.#sendUnsent();
    else this.#timer ??= setTimeout(() => this.#sendUnsent(), wait);
    return true;
  }

  /** Sends a message to the widget's own browser code. */
  sendCustom(content: JsonValue, buffers: readonly DataView[] = []): void {
    if (this.#isOpen) this.#comm?.send({ method: "custom", content }, { buffers });
  }

  close(): void {
    if (!this.#isOpen) return;
    if (Object.keys(this.#unsent).length > 0) this.#sendUnsent();
    this.#comm?.close();
    this.#ended();
  }

  #sendUnsent(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const change = this.#unsent;
    this.#unsent = {};
    if ((this.#events.betweenUpdates ?? 0) > 0) this.#sentAt = performance.now();
    this.#send("update", change);
  }

  #ended(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.id !== undefined) forget(this.id);
    this.#events.closed?.();
  }

  async #receive({ data, buffers }: CommEvent): Promise<void> {
    const { method, state, content } = data;
    if (method === "request_state") this.#send("update", this.#state);
    else if (method === "custom") await this.#events.custom?.(content ?? null, buffers);
    else if (method === "update" && isJsonObject(state)) await this.#update(state, data["buffer_paths"], buffers);
  }

  async #update(state: JsonObject, bufferPaths: unknown, buffers: readonly Uint8Array[]): Promise<void> {
    const asked = this.#known(unpack(state, bufferPaths, buffers));
    const before = this.#state;
    // Other browsers that show the model follow the one that made the change.
    this.#send("echo_update", asked);
    try {
      this.#state = { ...before, ...this.#events.accept(asked) };
    } finally {
      const differing = Object.keys(asked).filter((key) => !sameState(asked[key], this.#state[key]));
      if (differing.length > 0) this.#send("update", this.#part(differing));
    }
    const changed = Object.keys(asked).filter((key) => !sameState(before[key], this.#state[key]));
    if (changed.length > 0) await this.#events.changed?.(changed);
  }

  #known(state: State): State {
    return Object.fromEntries(Object.entries(state).filter(([key]) => Object.hasOwn(this.#state, key)));
  }

  #part(keys: readonly string[]): State {
    return Object.fromEntries(keys.map((key) => [key, this.#state[key] ?? null]));
  }

  #send(method: "update" | "echo_update", change: State): void {
    if (!this.#isOpen || this.#comm === undefined) return;
    const { state, bufferPaths, buffers } = pack(change);
    this.#comm.send({ method, state, buffer_paths: bufferPaths }, { buffers });
  }
}
