import { inspect } from "node:util";
import { escapeMarkup } from "./escape.ts";
import { DISPLAY, type Displayable, type MimeBundle } from "./mime.ts";

/** Text in a markup language, which notebooks show as such. */
export class Markup implements Displayable {
  readonly #type: string;
  readonly text: string;

  /** @internal */
  constructor(type: string, text: string) {
    this.#type = type;
    this.text = text;
  }

  /** What a notebook shows. */
  [DISPLAY](): MimeBundle["data"] {
    return { [this.#type]: this.text, "text/plain": this.text };
  }

  /** What a console shows. */
  [inspect.custom](): string {
    return this.text;
  }

  toString(): string {
    return this.text;
  }
}

type Tag = {
  (text: string): Markup;
  (strings: TemplateStringsArray, ...values: readonly unknown[]): Markup;
};

type Parts = (strings: TemplateStringsArray) => readonly string[];

function tag(type: string, escape: (text: string) => string, partsOf: Parts): Tag {
  return (given: unknown, ...values: readonly unknown[]) => {
    if (!isTemplate(given)) return new Markup(type, String(given));
    const text = partsOf(given).reduce((before, part, index) => before + inserted(values[index - 1], escape) + part);
    return new Markup(type, text);
  };
}

function isTemplate(given: unknown): given is TemplateStringsArray {
  return Array.isArray(given) && "raw" in given;
}

// A part with an escape that is none has no other text.
const read: Parts = (strings) => strings.map((part, index) => part ?? strings.raw[index]);

// Markdown has backslashes of its own, above all in formulas.
const raw: Parts = (strings) => strings.raw.map((part) => part.replaceAll(/(\\\\)|\\([`$])/g, "$1$2"));

// Markup in markup stays as it is, also in a list.
function inserted(value: unknown, escape: (text: string) => string): string {
  if (value instanceof Markup) return value.text;
  return Array.isArray(value) ? value.map((item) => inserted(item, escape)).join("") : escape(String(value));
}

/**
 * HTML that notebooks show as such: a template, whose inserted values are escaped, or a text as it is.
 *
 * @example
 * const items = ["a < b", "c"].map((item) => html`<li>${item}</li>`);
 * html`<ul>${items}</ul>`;
 */
export const html: Tag = tag("text/html", escapeMarkup, read);

/**
 * An SVG picture that notebooks show as such: a template, whose inserted values are escaped, or a text.
 *
 * @example
 * svg`<svg width="20" height="20"><circle cx="10" cy="10" r="${8}" /></svg>`;
 */
export const svg: Tag = tag("image/svg+xml", escapeMarkup, read);

/**
 * Markdown that notebooks show as such: a template or a text; inserted values are not escaped. A backslash in
 * a template is one of the Markdown's, as in `$\frac{1}{2}$`, except before a backtick or a dollar sign.
 *
 * @example
 * md`The mean is **${(0.5).toFixed(2)}**.`;
 */
export const md: Tag = tag("text/markdown", (text) => text, raw);
