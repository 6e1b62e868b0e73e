import { TsnbError } from "../../util/error.ts";

/** Images in ImageNet's validation set. */
export const VALIDATION_IMAGES = 50_000;

/** 95 per cent of a normal distribution lie within so many standard deviations of the mean. */
const Z95 = 1.959964;

/** An accuracy outside 0 to 100 per cent, or a number of images below 1. */
export class MarginError extends TsnbError {
  override readonly name = "MarginError";

  constructor(got: string) {
    super({
      doing: "Computing the margin of an accuracy",
      got,
      fix: "Give an accuracy from 0 to 100 per cent and one image or more",
    });
  }
}

/**
 * The sampling error of an accuracy that was measured on a limited number of images: half the width of
 * its 95 % interval, 1.96 sqrt(p (1 - p) / n) in percentage points, where p is the accuracy as a share
 * of 1 and n the number of images (the normal approximation of the binomial distribution).
 *
 * @param top1 the accuracy, in per cent.
 * @param images the number of images it was measured on; 50,000 by default, ImageNet's validation set.
 * @returns percentage points.
 * @throws {MarginError} when the accuracy is not from 0 to 100, or there is no image.
 * @see https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval
 * @example
 * accuracyMargin(85); // 0.313: on 50,000 images, 85 % is 84.69 to 85.31 %
 */
export function accuracyMargin(top1: number, images: number = VALIDATION_IMAGES): number {
  if (!(top1 >= 0 && top1 <= 100)) throw new MarginError(`got an accuracy of ${top1} %`);
  if (!(images >= 1)) throw new MarginError(`got ${images} images`);
  const share = top1 / 100;
  return 100 * Z95 * Math.sqrt((share * (1 - share)) / images);
}
