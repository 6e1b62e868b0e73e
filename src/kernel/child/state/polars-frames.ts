import { hasMethod } from "../../../display/object.ts";
import { type FrameCodec, NotKeptError } from "./encode.ts";

/** Writes and reads Polars frames in Arrow IPC, Polars' own file format. */
export function frameCodec(polars: unknown): FrameCodec {
  const api = exportsOf(polars);
  const read = (bytes: Uint8Array): unknown => {
    if (!hasMethod(api, "readIPC")) throw new TypeError("Polars cannot read frames");
    return Reflect.apply(methodOf(api, "readIPC"), api, [Buffer.from(bytes)]);
  };
  const write = (frame: object): Uint8Array => {
    const bytes: unknown = Reflect.apply(methodOf(frame, "writeIPC"), frame, []);
    if (!(bytes instanceof Uint8Array)) throw new NotKeptError("a frame", "of a Polars that cannot write it");
    const same: unknown = Reflect.apply(methodOf(frame, "frameEqual"), frame, [read(bytes), true]);
    if (same !== true || schemaOf(read(bytes)) !== schemaOf(frame)) {
      throw new NotKeptError("a frame", "one that its file format cannot reproduce");
    }
    return bytes;
  };
  return { write, read };
}

function exportsOf(polars: unknown): object {
  const whole = typeof polars === "object" && polars !== null ? polars : {};
  const inner: unknown = Reflect.get(whole, "default");
  return (typeof inner === "object" || typeof inner === "function") && inner !== null ? inner : whole;
}

function methodOf(object: object, name: string): Function {
  const method: unknown = Reflect.get(object, name);
  if (typeof method !== "function") throw new TypeError(`there is no ${name}`);
  return method;
}

function schemaOf(frame: unknown): string {
  if (typeof frame !== "object" || frame === null) return "";
  const columns: unknown = Reflect.get(frame, "columns");
  const types: unknown = Reflect.get(frame, "dtypes");
  return JSON.stringify([columns, Array.isArray(types) ? types.map(String) : []]);
}
