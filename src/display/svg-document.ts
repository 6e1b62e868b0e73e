export const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";

/**
 * An SVG element as a file of its own: with its namespaces, which viewers need, and with a white background, because
 * black lines cannot be seen on a dark page.
 */
export function standaloneSvg(svg: string): string {
  const [opening = ""] = /^<svg\b[^>]*>/i.exec(svg) ?? [];
  const missing = [
    ...(/\sxmlns=/.test(opening) ? [] : [` xmlns="${SVG}"`]),
    ...(/\bxlink:/.test(svg) && !/\sxmlns:xlink=/.test(svg) ? [` xmlns:xlink="${XLINK}"`] : []),
  ].join("");
  return withBackground(`<svg${missing}${opening.slice("<svg".length)}`) + svg.slice(opening.length);
}

function withBackground(opening: string): string {
  const style = /\sstyle="([^"]*)"/.exec(opening);
  if (style === null) return opening.replace(/^<svg/, '<svg style="background:white"');
  const [whole, own = ""] = style;
  return /\bbackground/.test(own) ? opening : opening.replace(whole, ` style="background:white;${own}"`);
}
