import { types } from "node:util";
import { isFrame } from "../../../display/table/libraries/polars.ts";

/** A value cannot be kept unchanged; the message gives its path from a name. */
export class NotKeptError extends Error {
  override readonly name = "NotKeptError";

  constructor(path: string, what: string) {
    super(`${path} is ${what}`);
  }
}

/** A value in an encoded graph: a primitive, or the number of a node. */
export type Encoded = string | number | bigint | boolean | null | undefined | { readonly node: number };

/** A part of an encoded graph. */
export type GraphNode =
  | { readonly kind: "array"; readonly length: number; readonly items: Encoded[] }
  | { readonly kind: "object"; readonly isNull: boolean; readonly keys: string[]; readonly items: Encoded[] }
  | { readonly kind: "map" | "set"; readonly items: Encoded[] }
  | { readonly kind: "date"; readonly time: number }
  | { readonly kind: "regexp"; readonly source: string; readonly flags: string; readonly lastIndex: number }
  | { readonly kind: "bytes"; readonly type: "buffer" | "arraybuffer"; readonly bytes: Uint8Array }
  | {
      readonly kind: "view";
      readonly type: string;
      readonly buffer: { readonly node: number };
      readonly offset: number;
      readonly length: number;
    }
  | { readonly kind: "frame"; readonly bytes: Uint8Array };

/** Values by name, as plain data that preserves the identity of objects. */
export type Graph = {
  readonly names: readonly string[];
  readonly values: readonly Encoded[];
  readonly nodes: readonly GraphNode[];
};

/** Writes and reads Polars frames. */
export type FrameCodec = {
  readonly write: (frame: object) => Uint8Array;
  readonly read: (bytes: Uint8Array) => unknown;
};

export const VIEWS: Readonly<
  Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView>
> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};

/**
 * The values of names as plain data.
 *
 * @param made objects that will be made again, with their names: values cannot refer to them.
 * @throws {NotKeptError} when a value has a part that plain data cannot represent.
 */
export function encodeValues(
  values: ReadonlyMap<string, unknown>,
  frames: FrameCodec,
  made: ReadonlyMap<unknown, string> = new Map(),
): Graph {
  const encoder = new Encoder(frames, made);
  const names = [...values.keys()];
  const encoded = names.map((name) => encoder.encode(values.get(name), name));
  return { names, values: encoded, nodes: encoder.nodes };
}

class Encoder {
  readonly nodes: GraphNode[] = [];
  readonly #seen = new Map<object, { readonly node: number }>();
  readonly #frames: FrameCodec;
  readonly #made: ReadonlyMap<unknown, string>;

  constructor(frames: FrameCodec, made: ReadonlyMap<unknown, string>) {
    this.#made = made;
    this.#frames = frames;
  }

  encode(value: unknown, path: string): Encoded {
    switch (typeof value) {
      case "string":
      case "number":
      case "bigint":
      case "boolean":
      case "undefined":
        return value;
      case "object":
        return value === null ? null : this.#object(value, path);
      case "function":
        throw new NotKeptError(path, "a function that no cell declares itself");
      default:
        throw new NotKeptError(path, "a symbol");
    }
  }

  #object(value: object, path: string): { readonly node: number } {
    const known = this.#seen.get(value);
    if (known !== undefined) return known;
    const name = this.#made.get(value);
    if (name !== undefined) throw new NotKeptError(path, `the same object as ${name}`);
    if (types.isProxy(value) && !isFrame(value)) throw new NotKeptError(path, "a proxy");
    if (!isFrame(value) && !Object.isExtensible(value))
      throw new NotKeptError(path, "an object that is frozen or sealed");
    const reference = { node: this.nodes.length };
    this.#seen.set(value, reference);
    // Its place is taken before its parts, which may refer to it.
    this.nodes.push({ kind: "set", items: [] });
    this.nodes[reference.node] = this.#nodeOf(value, path);
    return reference;
  }

  #nodeOf(value: object, path: string): GraphNode {
    if (isFrame(value)) return { kind: "frame", bytes: this.#frames.write(value) };
    const prototype: unknown = Object.getPrototypeOf(value);
    if (Array.isArray(value) && prototype === Array.prototype) return this.#array(value, path);
    if (prototype === Object.prototype || prototype === null) return this.#plain(value, path, prototype === null);
    const typed = this.#builtIn(value, path, prototype);
    if (typed === undefined) throw new NotKeptError(path, `an object of the class ${className(value)}`);
    const own = Reflect.ownKeys(value).filter((key) => !OWN_KEYS[typed.kind]?.test(String(key)));
    if (own.length > 0) throw new NotKeptError(path, `a ${typed.kind} with properties of its own`);
    return typed;
  }

  #builtIn(value: object, path: string, prototype: unknown): GraphNode | undefined {
    if (types.isMap(value) && prototype === Map.prototype) {
      const items = [...value].flatMap(([key, item]: [unknown, unknown]) => [
        this.encode(key, `a key of ${path}`),
        this.encode(item, `a value of ${path}`),
      ]);
      return { kind: "map", items };
    }
    if (types.isSet(value) && prototype === Set.prototype) {
      return { kind: "set", items: Array.from(value, (item: unknown) => this.encode(item, `an item of ${path}`)) };
    }
    if (types.isDate(value) && prototype === Date.prototype) return { kind: "date", time: value.getTime() };
    if (types.isRegExp(value) && prototype === RegExp.prototype) {
      const { source, flags, lastIndex } = value;
      return { kind: "regexp", source, flags, lastIndex };
    }
    if (Buffer.isBuffer(value) && prototype === Buffer.prototype) {
      return { kind: "bytes", type: "buffer", bytes: Uint8Array.from(value) };
    }
    if (types.isArrayBuffer(value) && prototype === ArrayBuffer.prototype) {
      if (Reflect.get(value, "resizable") === true) throw new NotKeptError(path, "a buffer that can grow");
      return { kind: "bytes", type: "arraybuffer", bytes: new Uint8Array(value.slice(0)) };
    }
    return ArrayBuffer.isView(value) ? this.#view(value, path, prototype) : undefined;
  }

  #view(value: ArrayBufferView, path: string, prototype: unknown): GraphNode | undefined {
    const type = Object.keys(VIEWS).find((name) => VIEWS[name]?.prototype === prototype);
    if (type === undefined || !types.isArrayBuffer(value.buffer)) return undefined;
    const buffer = this.#object(value.buffer, `the buffer of ${path}`);
    const length = "length" in value && typeof value.length === "number" ? value.length : value.byteLength;
    return { kind: "view", type, buffer, offset: value.byteOffset, length };
  }

  #array(value: readonly unknown[], path: string): GraphNode {
    const { length } = value;
    const items: Encoded[] = [];
    items.length = length;
    let count = 0;
    for (let index = 0; index < length; index++) {
      const descriptor = Object.getOwnPropertyDescriptor(value, index);
      // A hole stays one.
      if (descriptor === undefined) continue;
      count += 1;
      items[index] = this.encode(dataIn(descriptor, path), `${path}[${index}]`);
    }
    if (Reflect.ownKeys(value).length !== count + 1)
      throw new NotKeptError(path, "an array with properties of its own");
    return { kind: "array", length, items };
  }

  #plain(value: object, path: string, isNull: boolean): GraphNode {
    const keys: string[] = [];
    const items: Encoded[] = [];
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key === "symbol") throw new NotKeptError(path, "an object with symbols for keys");
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      if (descriptor === undefined) continue;
      keys.push(key);
      items.push(this.encode(dataIn(descriptor, path), /^[\w$]+$/.test(key) ? `${path}.${key}` : `a value of ${path}`));
    }
    return { kind: "object", isNull, keys, items };
  }
}

const OWN_KEYS: Readonly<Partial<Record<GraphNode["kind"], RegExp>>> = {
  regexp: /^lastIndex$/,
  bytes: /^\d+$/,
  view: /^\d+$/,
};

function dataIn({ value, get, set, enumerable, writable, configurable }: PropertyDescriptor, path: string): unknown {
  const isPlain = get === undefined && set === undefined && enumerable && writable && configurable;
  if (!isPlain) throw new NotKeptError(path, "an object with properties that are computed, hidden or fixed");
  return value;
}

function className(value: object): string {
  const { constructor: made } = value;
  return typeof made === "function" && made.name !== "" ? made.name : "without a name";
}
