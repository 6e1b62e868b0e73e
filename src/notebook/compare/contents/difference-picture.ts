import { PNG } from "pngjs";

const GAP = 8;

/** Draws pictures beside each other, as a PNG. */
export function sideBySide(pictures: readonly PNG[]): Uint8Array {
  const width = pictures.reduce((sum, picture) => sum + picture.width + GAP, -GAP);
  const all = new PNG({ width, height: Math.max(...pictures.map(({ height }) => height)) });
  let left = 0;
  for (const picture of pictures) {
    PNG.bitblt(picture, all, 0, 0, picture.width, picture.height, left, 0);
    left += picture.width + GAP;
  }
  return PNG.sync.write(all);
}
