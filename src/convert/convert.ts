import type { Notebook } from "../notebook/types.ts";
import { formatNotebook } from "../notebook/file/write.ts";
import { ConvertLanguageError } from "./errors.ts";
import { notebookPage } from "./html/page.ts";
import { languageName } from "./language.ts";
import { formatMarkdown } from "./markdown/write.ts";
import { formatPercent } from "./percent/write.ts";

/** The forms that a notebook can take. */
export const FORMS = ["html", "ts", "ipynb", "md"] as const;

/** A form that a notebook can take. */
export type Form = (typeof FORMS)[number];

/** Options of {@link convert}. */
export type ConvertOptions = {
  /**
   * `html`: a self-contained page. `ts`: TypeScript in the percent format, which converts back without
   * loss except for the outputs. `md`: Markdown with pictures beside it. `ipynb`: the text of a notebook file.
   */
  readonly to: Form;
  /** The notebook's name without its ending: for messages, pages without a heading, and Markdown's picture folder. */
  readonly name: string;
  /** The picture in a file beside the notebook, as a data URL, for an HTML page. Default: no picture. */
  readonly picture?: (path: string) => string | undefined;
};

/** A notebook in another form. */
export type Converted = {
  /** The content of the file. */
  readonly text: string;
  /** Pictures that Markdown shows: paths from its file, with `/`, and their content. Empty for the other forms. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
};

const SCRIPTS = new Set(["typescript", "javascript"]);

/**
 * A notebook in another form. Nothing is run, and no file is read or written.
 *
 * @throws {ConvertLanguageError} when cells in a language other than TypeScript or JavaScript would become TypeScript.
 */
export function convert(notebook: Notebook, { to, name, picture }: ConvertOptions): Converted {
  switch (to) {
    case "html":
      return alone(notebookPage(notebook, name, picture === undefined ? {} : { picture }));
    case "md":
      return formatMarkdown(notebook, `${name}_files`);
    case "ts": {
      const language = languageName(notebook);
      if (!SCRIPTS.has(language)) throw new ConvertLanguageError(name, language);
      return alone(formatPercent(notebook));
    }
    default:
      return alone(formatNotebook(notebook));
  }
}

function alone(text: string): Converted {
  return { text, pictures: new Map() };
}
