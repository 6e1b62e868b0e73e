import { readFileSync } from "node:fs";
import { types } from "node:util";
import type { JsonValue } from "../jupyter/json.ts";
import { reasonOf } from "../util/error.ts";
import { displayable } from "./mime/displayable.ts";
import { ImageError } from "./errors/image-error.ts";
import { imageTypeOf, pictureBundle } from "./image-type.ts";
import type { Displayable, MimeBundle } from "./mime/mime.ts";

const SVG_START = /^(?:\uFEFF|\s|<\?xml[^>]*>|<!--[^]*?-->|<!DOCTYPE[^>]*>)*<svg[\s>]/i;
const LONGEST_NAME = 80;
const FORMATS = "Give a PNG, JPEG, GIF, WebP, SVG or PDF";

/** The size of a picture, and its text alternative. */
export type ImageOptions = {
  /** In CSS pixels; by default the picture's own. */
  readonly width?: number;
  /** In CSS pixels; by default the picture's own. */
  readonly height?: number;
  /** A description for readers who cannot see the picture; by default its format and its size in bytes. */
  readonly alt?: string;
};

/**
 * A picture that notebooks show and store: PNG, JPEG, GIF, WebP, SVG or PDF.
 *
 * @param source the bytes; a path, relative to the working directory and read at once; or an http, https, file or data
 *   address, loaded when the picture is shown.
 * @throws {ImageError} when the source cannot be read or is not such a picture; for an address, when it is shown.
 *
 * @example
 * image(Buffer.from("R0lGODlhAQABAAAAACw=", "base64"), { width: 20, alt: "A dot" });
 */
export function image(source: Uint8Array | ArrayBuffer | string | URL, options: ImageOptions = {}): Displayable {
  const name = nameOf(source);
  if (typeof source !== "string" && !(source instanceof URL)) {
    const bundle = bundleOf(bytesOf(source), name, options);
    return displayable(aboutOf(bundle), () => bundle);
  }
  const address = addressOf(source);
  if (address === undefined) {
    const bundle = bundleOf(readFile(String(source)), name, options);
    return displayable(aboutOf(bundle), () => bundle);
  }
  let loaded: Promise<MimeBundle> | undefined;
  const load = async (): Promise<MimeBundle> => bundleOf(await fetched(address, name), name, options);
  return displayable(options.alt ?? `Picture at ${name}`, () => (loaded ??= load()));
}

function nameOf(source: unknown): string {
  const text = typeof source === "string" || source instanceof URL ? String(source) : "in bytes";
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}...` : text;
}

function bytesOf(source: unknown): Uint8Array {
  if (types.isUint8Array(source)) return source;
  if (types.isAnyArrayBuffer(source)) return new Uint8Array(source);
  throw new ImageError(
    "given",
    `it is ${source === null ? "null" : typeof source}`,
    "Give bytes, a path or an address",
  );
}

function addressOf(source: string | URL): URL | undefined {
  if (source instanceof URL) return source;
  return /^(?:https?|file|data):/i.test(source) ? new URL(source) : undefined;
}

function readFile(file: string | URL): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw ImageError.unread(nameOf(file), cause);
  }
}

async function fetched(address: URL, name: string): Promise<Uint8Array> {
  if (address.protocol === "file:") return readFile(address);
  let response: Response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw ImageError.unread(name, new Error(reasonOf(cause), { cause }));
  }
  if (!response.ok)
    throw ImageError.unread(name, `the server answered ${response.status} ${response.statusText}`.trim());
  return new Uint8Array(await response.arrayBuffer());
}

function bundleOf(bytes: Uint8Array, name: string, { width, height, alt }: ImageOptions): MimeBundle {
  const size: Record<string, JsonValue> = {
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
  if (imageTypeOf(bytes) !== undefined) return pictureBundle(bytes, size, alt);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  if (!SVG_START.test(text))
    throw new ImageError(name, `its ${bytes.byteLength} bytes are not a picture that notebooks can show`, FORMATS);
  const metadata: MimeBundle["metadata"] = Object.keys(size).length > 0 ? { "image/svg+xml": size } : {};
  return { data: { "image/svg+xml": text, "text/plain": alt ?? `SVG image, ${bytes.byteLength} bytes` }, metadata };
}

function aboutOf({ data }: MimeBundle): string {
  const text = data["text/plain"];
  return typeof text === "string" ? text : "Picture";
}
