import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { isList, isState, type State, type StatePath, type StateValue } from "./state.ts";

/** A state in the form that messages carry: JSON, and separately the bytes with their places. */
export type Packed = {
  readonly state: JsonObject;
  readonly bufferPaths: readonly StatePath[];
  readonly buffers: readonly DataView[];
};

/**
 * Takes the bytes out of a state: objects lose those keys, lists get null in their place.
 *
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
 */
export function pack(state: State): Packed {
  const bufferPaths: StatePath[] = [];
  const buffers: DataView[] = [];
  const take = (value: StateValue, path: StatePath): JsonValue | undefined => {
    if (value instanceof DataView) {
      bufferPaths.push(path);
      buffers.push(value);
      return undefined;
    }
    if (isList(value)) return value.map((item, index) => take(item, [...path, index]) ?? null);
    return isState(value) ? takeAll(value, path) : value;
  };
  const takeAll = (values: State, path: StatePath): JsonObject => {
    const kept: Record<string, JsonValue> = {};
    for (const [key, value] of Object.entries(values)) {
      const json = take(value, [...path, key]);
      if (json !== undefined) kept[key] = json;
    }
    return kept;
  };
  return { state: takeAll(state, []), bufferPaths, buffers };
}

/** Puts the bytes of a message back into its state. Paths that do not exist are ignored. */
export function unpack(state: JsonObject, bufferPaths: unknown, buffers: readonly Uint8Array[]): State {
  const whole: JsonObject = structuredClone(state);
  if (!Array.isArray(bufferPaths)) return whole;
  for (const [index, path] of bufferPaths.entries()) {
    const buffer = buffers[index];
    if (buffer !== undefined && isPath(path)) put(whole, path, viewOf(buffer));
  }
  return whole;
}

function put(state: JsonObject, path: StatePath, view: DataView): void {
  const key = path.at(-1);
  let holder: unknown = state;
  for (const step of path.slice(0, -1)) holder = isHolder(holder) ? Reflect.get(holder, step) : undefined;
  if (key !== undefined && key !== "__proto__" && isHolder(holder)) Reflect.set(holder, key, view);
}

function isHolder(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === "object" && value !== null && isJsonObject(value));
}

function isPath(path: unknown): path is StatePath {
  return Array.isArray(path) && path.every((step) => typeof step === "string" || typeof step === "number");
}

/** Bytes in the form that the browser uses. */
export function viewOf(bytes: ArrayBufferView | ArrayBuffer): DataView {
  if (bytes instanceof ArrayBuffer) return new DataView(bytes);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
