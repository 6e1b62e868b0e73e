import Anser from "anser";
import { escapeMarkup } from "../../display/escape.ts";

const [BEL, ESC] = [String.fromCharCode(7), String.fromCharCode(27)];

// Neither a colour nor a style: links, titles, cursor moves, modes.
const OTHER_SEQUENCES = new RegExp(
  `${ESC}(?:\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?|\\[[0-?]*[ -/]*[@-ln-~]|[()][0-9A-Za-z]|[=>78DEHMc])`,
  "g",
);
const CONTROLS = /(?![\t\n\r])\p{Cc}/gu;

/** Terminal text as HTML: colours and styles become spans, other escape sequences are removed. */
export function ansiHtml(text: string): string {
  if (!text.includes(ESC)) return escapeMarkup(text.replaceAll(CONTROLS, ""));
  const parts = Anser.ansiToJson(text.replaceAll(OTHER_SEQUENCES, ""), { use_classes: true, remove_empty: true });
  return parts.map(spanOf).join("");
}

function spanOf(part: Anser.AnserJsonEntry): string {
  const content = escapeMarkup(part.content.replaceAll(CONTROLS, ""));
  const colours = [colour(part.fg, part.fg_truecolor, "fg"), colour(part.bg, part.bg_truecolor, "bg")];
  const classes = [...part.decorations.map((name) => `ansi-${name}`), ...colours.flatMap((each) => each.classes)];
  const styles = colours.flatMap((each) => each.styles);
  if (classes.length === 0 && styles.length === 0) return content;
  const attributes = [
    ...(classes.length > 0 ? [` class="${classes.join(" ")}"`] : []),
    ...(styles.length > 0 ? [` style="${styles.join(";")}"`] : []),
  ];
  return `<span${attributes.join("")}>${content}</span>`;
}

type Colour = { readonly classes: readonly string[]; readonly styles: readonly string[] };

function colour(name: string | null, rgb: string | null, ground: "fg" | "bg"): Colour {
  if (!name) return { classes: [], styles: [] };
  const property = ground === "fg" ? "color" : "background-color";
  const index = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  if (index !== undefined) return { classes: [], styles: [`${property}:rgb(${paletteColour(Number(index))})`] };
  if (name === "ansi-truecolor")
    return { classes: [], styles: rgb ? [`${property}:rgb(${rgb.replaceAll(" ", "")})`] : [] };
  return { classes: [`${name}-${ground}`], styles: [] };
}

// The colours 16 to 255 of xterm: a cube of 6 x 6 x 6, whose levels are 0, 95, 135 and so on, then 24 greys.
const CUBE = { from: 16, side: 6, level: (at: number) => (at === 0 ? 0 : 55 + 40 * at) };
const GREYS = { from: 232, level: (at: number) => 8 + 10 * at };

function paletteColour(index: number): string {
  if (index >= GREYS.from) return Array.from({ length: 3 }, () => GREYS.level(index - GREYS.from)).join(",");
  const at = index - CUBE.from;
  const row = Math.floor(at / CUBE.side);
  return [Math.floor(row / CUBE.side), row % CUBE.side, at % CUBE.side].map(CUBE.level).join(",");
}
