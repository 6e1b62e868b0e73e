type Colour = { readonly rgb: readonly number[]; readonly alpha: number };

/**
 * The contrast between a text's colour and the backgrounds behind it, from 1 (the same) to 21.
 *
 * @param text a computed CSS colour, `rgb(...)` or `rgba(...)`.
 * @param behind the computed colours of the backgrounds, nearest first.
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function contrast(text: string, behind: readonly string[]): number {
  const background = behind.reduceRight((below, colour) => over(parse(colour), below), [255, 255, 255]);
  const [a = 0, b = 0] = [over(parse(text), background), background].map(luminance);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function parse(colour: string): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return { rgb: [red, green, blue], alpha };
}

function over({ rgb, alpha }: Colour, below: readonly number[]): number[] {
  return rgb.map((value, at) => value * alpha + (below[at] ?? 255) * (1 - alpha));
}

function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
