import { isJsonObject, type JsonObject, type JsonValue } from "../../../jupyter/json.ts";
import { pathTo } from "../../../jupyter/exact-numbers.ts";
import { spelledAs, type Spellings, spellingsBelow, spellingsOf } from "../../../jupyter/spellings.ts";
import { Outputs } from "../../../notebook/outputs/apply-outputs.ts";
import type { OutputMessage } from "../session/kernel-session.ts";

/** Sends a new state to a widget in the kernel. */
export type SendState = (commId: string, state: JsonObject) => void;

type Widget = {
  state: Record<string, JsonValue>;
  /** The spellings of the numbers in each field of the state. */
  readonly spellings: Map<string, Spellings>;
  readonly buffers: Map<string, JsonObject>;
};

const STATE_MIME = "application/vnd.jupyter.widget-state+json";
const OUTPUT_MODULE = "@jupyter-widgets/output";

/**
 * The widgets that cells created, as a front end knows them: their state, which notebooks store so that widgets
 * can be drawn without a kernel, and the outputs that output widgets have captured.
 *
 * @see https://ipywidgets.readthedocs.io/en/stable/embedding.html
 */
export class Widgets {
  readonly #widgets = new Map<string, Widget>();
  /** The output widgets that capture the outputs of a request, the innermost last. */
  readonly #captures = new Map<string, string[]>();
  readonly #outputs = new Map<string, Outputs>();
  /** The output widgets that have captured outputs since their state was last sent. */
  readonly #behind = new Set<string>();
  readonly #running = new Set<string>();
  readonly #send: SendState;

  constructor(send: SendState) {
    this.#send = send;
  }

  /** Handles an iopub message; returns true when it belongs to a widget and is not an output of the cell. */
  take(message: OutputMessage): boolean {
    const { type, content } = message;
    if (type === "status") this.#follow(message.request, content["execution_state"]);
    const id = content["comm_id"];
    if (typeof id === "string") {
      if (type === "comm_open") this.#open(id, message);
      else if (type === "comm_msg") this.#update(id, message);
      return type.startsWith("comm_");
    }
    const widget = this.#captures.get(message.request)?.at(-1);
    if (widget === undefined || !isOutput(type)) return false;
    this.#capture(widget, message);
    return true;
  }

  /** The widgets' state for the notebook's metadata; undefined without widgets. */
  metadata(): JsonObject | undefined {
    for (const id of this.#behind) this.#store(id);
    const models = [...this.#widgets].filter(([, { state }]) => typeof state["_model_name"] === "string");
    if (models.length === 0) return undefined;
    const state = models.map(([id, widget]): [string, JsonObject] => [id, modelOf(widget)]);
    const metadata = { [STATE_MIME]: { state: Object.fromEntries(state), version_major: 2, version_minor: 0 } };
    return spelledAs(metadata, spellingsIn(models));
  }

  #open(id: string, message: OutputMessage): void {
    if (message.content["target_name"] !== "jupyter.widget") return;
    this.#widgets.set(id, { state: {}, spellings: new Map(), buffers: new Map() });
    this.#update(id, message);
  }

  #update(id: string, { content, buffers }: OutputMessage): void {
    const widget = this.#widgets.get(id);
    const data = content["data"];
    if (widget === undefined || !isJsonObject(data) || !isJsonObject(data["state"])) return;
    const before = widget.state["msg_id"];
    widget.state = { ...widget.state, ...data["state"] };
    const spellings = spellingsBelow("/data/state", spellingsOf(content));
    for (const field of Object.keys(data["state"])) {
      widget.spellings.set(field, spellingsAt(pathTo("", field), spellings));
    }
    const paths = Array.isArray(data["buffer_paths"]) ? data["buffer_paths"] : [];
    for (const [index, path] of paths.entries()) {
      const buffer = buffers[index];
      if (buffer === undefined) continue;
      const encoded = bytesOf(buffer).toString("base64");
      widget.buffers.set(JSON.stringify(path), { path, encoding: "base64", data: encoded });
    }
    if (widget.state["_model_module"] !== OUTPUT_MODULE) return;
    this.#redirect(id, before, widget.state["msg_id"]);
    // An echo repeats a state that the kernel was sent, perhaps before more was captured.
    const outputs = data["state"]["outputs"];
    if (Array.isArray(outputs) && data["method"] !== "echo_update") this.#replace(id, outputs);
  }

  // An output widget names the request whose outputs it captures from now on, or none.
  #redirect(id: string, before: JsonValue | undefined, now: JsonValue | undefined): void {
    if (before === now) return;
    if (typeof before === "string") {
      this.#captures.set(
        before,
        (this.#captures.get(before) ?? []).filter((widget) => widget !== id),
      );
    }
    if (typeof now === "string" && now !== "") this.#captures.set(now, [...(this.#captures.get(now) ?? []), id]);
  }

  /** Takes outputs that the kernel itself has set on an output widget; later outputs follow them. */
  #replace(id: string, shown: readonly JsonValue[]): void {
    const outputs = new Outputs();
    for (const output of shown) {
      if (isJsonObject(output) && typeof output["output_type"] === "string")
        outputs.apply(0, output["output_type"], output);
    }
    this.#outputs.set(id, outputs);
    this.#behind.delete(id);
  }

  // Sent once, at the end of the cell: a state holds all outputs, and the kernel reads it only then.
  #follow(request: string, state: JsonValue | undefined): void {
    if (state === "busy") this.#running.add(request);
    else if (state === "idle" && this.#running.delete(request)) this.#sendBehind();
  }

  #capture(id: string, { request, type, content }: OutputMessage): void {
    const outputs = this.#outputs.get(id) ?? new Outputs();
    this.#outputs.set(id, outputs);
    outputs.apply(0, type, content);
    this.#behind.add(id);
    if (!this.#running.has(request)) this.#sendBehind();
  }

  #sendBehind(): void {
    for (const id of this.#behind) this.#send(id, this.#store(id));
    this.#behind.clear();
  }

  #store(id: string): JsonObject {
    const state = { outputs: this.#outputs.get(id)?.of(0) ?? [] };
    const widget = this.#widgets.get(id);
    if (widget !== undefined) widget.state = { ...widget.state, ...state };
    return state;
  }
}

function spellingsAt(path: string, spellings: Spellings): Spellings {
  const own = spellings.get(path);
  return own === undefined ? spellingsBelow(path, spellings) : new Map([["", own]]);
}

function spellingsIn(models: readonly (readonly [string, Widget])[]): Spellings {
  const found = models.flatMap(([id, { spellings }]) => {
    const at = pathTo(`${pathTo("", STATE_MIME)}/state`, id);
    return [...spellings].flatMap(([field, ofField]) =>
      Array.from(ofField, ([path, text]) => [`${pathTo(`${at}/state`, field)}${path}`, text] as const),
    );
  });
  return new Map(found);
}

function bytesOf(buffer: ArrayBuffer | ArrayBufferView): Buffer {
  if (buffer instanceof ArrayBuffer) return Buffer.from(buffer);
  return Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function isOutput(type: string): boolean {
  return ["stream", "display_data", "execute_result", "error", "clear_output"].includes(type);
}

function modelOf({ state, buffers }: Widget): JsonObject {
  const model = {
    model_name: state["_model_name"] ?? null,
    model_module: state["_model_module"] ?? null,
    model_module_version: state["_model_module_version"] ?? null,
    state,
  };
  return buffers.size === 0 ? model : { ...model, buffers: [...buffers.values()] };
}
