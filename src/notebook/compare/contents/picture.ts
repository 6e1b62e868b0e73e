import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { sideBySide } from "./difference-picture.ts";

/** The difference up to which two pictures count as equal. */
export type PictureTolerance = {
  /** The share of pixels that may differ, from 0 to 1. */
  readonly pixels: number;
  /** The distance up to which two colours of a pixel count as equal: 0 for none, 1 for black and white. */
  readonly color: number;
};

/** The difference between two pictures: their sizes and the share of pixels in words, and a drawing. */
export type PictureDifference = {
  readonly expected: string;
  readonly actual: string;
  /** A PNG: expected and actual side by side and, where their sizes agree, what differs in red. */
  readonly picture: Uint8Array;
};

// A file of a few kilobytes can claim to be a picture of many gigabytes.
const MOST_PIXELS = 50_000_000;

/**
 * Compares two PNG files by their pixels.
 *
 * @returns undefined when they are equal or close enough; "unreadable" when one of them cannot be decoded.
 */
export function comparePictures(
  expected: Uint8Array,
  actual: Uint8Array,
  tolerance: PictureTolerance,
): PictureDifference | "unreadable" | undefined {
  const [old, now] = [decoded(expected), decoded(actual)];
  if (old === undefined || now === undefined) return "unreadable";
  if (old.width !== now.width || old.height !== now.height) {
    return { expected: sizeOf(old), actual: sizeOf(now), picture: sideBySide([old, now]) };
  }
  const difference = new PNG({ width: old.width, height: old.height });
  const count = pixelmatch(old.data, now.data, difference.data, old.width, old.height, {
    threshold: tolerance.color,
    // Smoothed edges differ from machine to machine; they count only if every difference does.
    includeAA: tolerance.color === 0,
  });
  const all = old.width * old.height;
  if (count <= tolerance.pixels * all) return undefined;
  const share = `${count.toLocaleString("en")} of ${all.toLocaleString("en")} pixels differ (${percent(count / all)})`;
  return { expected: sizeOf(old), actual: `${sizeOf(now)}, ${share}`, picture: sideBySide([old, now, difference]) };
}

// Offsets of fields in the first chunk of a PNG.
const PNG_WIDTH_AT = 16;
const PNG_HEIGHT_AT = 20;
const PNG_SIZE_END = 24;

function decoded(bytes: Uint8Array): PNG | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < PNG_SIZE_END) return undefined;
  const [width, height] = [buffer.readUInt32BE(PNG_WIDTH_AT), buffer.readUInt32BE(PNG_HEIGHT_AT)];
  if (width * height > MOST_PIXELS) return undefined;
  try {
    return PNG.sync.read(buffer);
  } catch {
    // Pictures that are truncated or not PNG at all are compared by their bytes.
    return undefined;
  }
}

function sizeOf({ width, height }: PNG): string {
  return `${width} × ${height} pixels`;
}

function percent(share: number): string {
  return share < 0.0001 ? "under 0.01 %" : `${(share * 100).toFixed(2)} %`;
}
