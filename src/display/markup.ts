import { inspect } from "node:util";
import { escapeMarkup } from "./escape.ts";
import { DISPLAY, type Displayable, type MimeBundle } from "./mime/mime.ts";

/**
 * Text in a markup language that notebooks render.
 *
 * @example
 * const title: Markup = md`**Accuracy** against speed`;
 * console.log(title.text); // **Accuracy** against speed
 */
export class Markup implements Displayable {
  readonly #type: string;
  readonly #content: string;
  /** The source of the markup. */
  readonly text: string;

  /** @internal */
  constructor(type: string, text: string, content: string = text) {
    this.#type = type;
    this.#content = content;
    this.text = text;
  }

  /** The form for notebooks. */
  [DISPLAY](): MimeBundle["data"] {
    return { [this.#type]: this.#content, "text/plain": this.text };
  }

  /** The form for consoles. */
  [inspect.custom](): string {
    return this.text;
  }

  toString(): string {
    return this.text;
  }
}

/** A template tag that also takes a plain string. */
export type Tag = {
  (text: string): Markup;
  (strings: TemplateStringsArray, ...values: readonly unknown[]): Markup;
};

type Parts = (strings: TemplateStringsArray) => readonly string[];

type Write = (value: unknown) => string;

function tag(type: string, write: Write, partsOf: Parts, contentOf: (text: string) => string = (text) => text): Tag {
  return (given: unknown, ...values: readonly unknown[]) => {
    const text = isTemplate(given)
      ? partsOf(given).reduce((before, part, index) => before + write(values[index - 1]) + part)
      : String(given);
    return new Markup(type, text, contentOf(text));
  };
}

function isTemplate(given: unknown): given is TemplateStringsArray {
  return Array.isArray(given) && "raw" in given;
}

// A part with an invalid escape has only its raw form.
const read: Parts = (strings) => strings.map((part, index) => part ?? strings.raw[index]);

// Markdown has backslashes of its own, mainly in formulas.
const raw: Parts = (strings) => strings.raw.map((part) => part.replaceAll(/(\\\\)|\\([`$])/g, "$1$2"));

// Markup inside markup stays as it is, in lists too.
function inserted(value: unknown, escape: (text: string) => string): string {
  if (value instanceof Markup) return value.text;
  return Array.isArray(value) ? value.map((item) => inserted(item, escape)).join("") : escape(String(value));
}

const escaped: Write = (value) => inserted(value, escapeMarkup);
const plain: Write = (value) => inserted(value, (text) => text);

// A value in a script becomes a literal, not a part of the script's text.
const literal: Write = (value) => (value instanceof Markup ? value.text : (JSON.stringify(value) ?? "undefined"));

/**
 * HTML that notebooks render: a template whose inserted values are escaped, or a string that is used unchanged.
 *
 * @example
 * const items = ["a < b", "c"].map((item) => html`<li>${item}</li>`);
 * html`<ul>${items}</ul>`;
 */
export const html: Tag = tag("text/html", escaped, read);

/**
 * An SVG picture that notebooks render: a template whose inserted values are escaped, or a string.
 *
 * @example
 * svg`<svg width="20" height="20"><circle cx="10" cy="10" r="${8}" /></svg>`;
 */
export const svg: Tag = tag("image/svg+xml", escaped, read);

/**
 * Markdown that notebooks render: a template or a string; inserted values are not escaped. A backslash in a template
 * belongs to the Markdown, as in `$\frac{1}{2}$`, except before a backtick or a dollar sign.
 *
 * @example
 * md`The mean is **${(0.5).toFixed(2)}**.`;
 */
export const md: Tag = tag("text/markdown", plain, raw);

/**
 * A formula that notebooks render: a template or a string; inserted values are not escaped. Without dollar signs or
 * an environment around it, it is set on a line of its own. A backslash in a template belongs to the LaTeX.
 *
 * @example
 * latex`\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i`;
 */
export const latex: Tag = tag("text/latex", plain, raw, delimited);

/**
 * JavaScript that the notebook's page runs: a template whose inserted values become literals, or a string. JupyterLab
 * runs it only in trusted notebooks, and most other viewers never run it.
 *
 * @example
 * const rows = [1, 2];
 * javascript`element.textContent = ${rows}.length`;
 */
export const javascript: Tag = tag("application/javascript", literal, raw);

function delimited(text: string): string {
  return /\$|\\\(|\\\[|\\begin\{/.test(text) ? text : `$$${text}$$`;
}
