import { inflateSync } from "node:zlib";

/** A decoded picture: four bytes (RGBA) for each pixel, row by row from the top. */
export type Pixels = { width: number; height: number; data: Uint8Array };

/** Decodes an 8-bit RGBA PNG, as resvg writes it; throws for any other format. */
export function decodePng(png: Uint8Array): Pixels {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (bytes[24] !== 8 || bytes[25] !== 6) {
    throw new Error(`Not 8-bit RGBA: depth ${bytes[24]}, colour type ${bytes[25]}`);
  }
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT") {
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
    }
  }
  return { width, height, data: unfilter(inflateSync(Buffer.concat(parts)), width, height) };
}

/** The bytes of a picture in a MIME bundle. */
export function fromBase64(content: unknown): Buffer {
  if (typeof content !== "string") {
    throw new TypeError(`A picture in a bundle is text, not ${typeof content}`);
  }
  return Buffer.from(content, "base64");
}

/** The number of pixels that are darker than mid-grey in red, green and blue alike. */
export function countDark({ data }: Pixels): number {
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) {
    dark += [0, 1, 2].every((channel) => (data[at + channel] ?? 255) < 128) ? 1 : 0;
  }
  return dark;
}

function unfilter(lines: Uint8Array, width: number, height: number): Uint8Array {
  const stride = 4 * width;
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const left = x < 4 ? 0 : (out[y * stride + x - 4] ?? 0);
      const up = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0);
      const corner = x < 4 || y === 0 ? 0 : (out[(y - 1) * stride + x - 4] ?? 0);
      const add = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[y * stride + x] = (lines[y * (stride + 1) + 1 + x] ?? 0) + add;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) {
    return left;
  }
  return toUp <= toCorner ? up : corner;
}
