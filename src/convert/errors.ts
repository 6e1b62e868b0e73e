import { TsnbError } from "../util/error.ts";

/** A notebook that cannot become TypeScript, since its cells are in another language. */
export class ConvertLanguageError extends TsnbError {
  override readonly name = "ConvertLanguageError";
  /** The language of its cells, in lower case, such as `python`. */
  readonly language: string;

  constructor(notebook: string, language: string) {
    const fix = "Convert it to html, md or ipynb, or correct the language in the notebook's metadata";
    super({ doing: `Converting ${notebook} to TypeScript`, got: `its cells are in ${language}`, fix });
    this.language = language;
  }
}

/** A file that no notebook can be read from. */
export class ConvertFileError extends TsnbError {
  override readonly name = "ConvertFileError";
  /** The file's path as it was given. */
  readonly file: string;

  constructor(file: string) {
    const fix = "Name a notebook (.ipynb), or TypeScript in the percent format (.ts, .mts, .cts, .js, .mjs)";
    super({ doing: `Reading ${file}`, got: "its extension is not that of a notebook", fix });
    this.file = file;
  }
}
