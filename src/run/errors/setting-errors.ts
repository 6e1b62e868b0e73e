import { TsnbError } from "../../util/error.ts";

/** A selection of cells that a notebook does not have. */
export class CellSelectionError extends TsnbError {
  override readonly name = "CellSelectionError";
  /** The notebook's path, as in `NotebookResult.label`. */
  readonly file: string;
  /** The selector at fault, such as `tag:x`; both options if their cells are in the wrong order. */
  readonly selector: string;

  constructor(file: string, selector: string, got: string) {
    super({
      doing: `Selecting "${selector}" in ${file}`,
      got,
      fix: "Name a cell by its number, id, tag or heading, such as 3, id:x, tag:x or heading:x",
    });
    this.file = file;
    this.selector = selector;
  }
}

/** A value for a parameter that a notebook does not have, or that does not fit its type. */
export class ParameterError extends TsnbError {
  override readonly name = "ParameterError";
  /** The notebook's path, as in `NotebookResult.label`. */
  readonly file: string;
  /** The parameter's name. */
  readonly parameter: string;

  constructor(file: string, parameter: string, got: string) {
    const fix = `See the parameters with \`tsnb run --help-notebook ${file}\``;
    super({ doing: `Setting the parameter ${parameter} of ${file}`, got, fix });
    this.file = file;
    this.parameter = parameter;
  }
}

/** A file of parameters that cannot be used. */
export class ParameterFileError extends TsnbError {
  override readonly name = "ParameterFileError";
  /** The file's path as it was given. */
  readonly file: string;

  constructor(file: string, got: string, cause?: unknown) {
    const fix = "Name a file of YAML or JSON with a value for each name, such as `lr: 0.1`";
    super({ doing: `Reading the parameters in ${file}`, got, fix }, { cause });
    this.file = file;
  }
}

/** A seed in a notebook's metadata that is not a whole number from 0 to 4294967295. */
export class SeedError extends TsnbError {
  override readonly name = "SeedError";
  /** The notebook's path, as in `NotebookResult.label`. */
  readonly file: string;

  constructor(file: string, seed: unknown) {
    super({
      doing: `Reading the metadata "tsnb.seed" of ${file}`,
      got: `it is ${JSON.stringify(seed)}`,
      fix: "Write a whole number from 0 to 4294967295, or remove it",
    });
    this.file = file;
  }
}

/** An option of a run that does not exist or has an invalid value. */
export class OptionError extends TsnbError {
  override readonly name = "OptionError";
  /** The name of the option, such as `timeout`, or of the environment variable that has its value. */
  readonly option: string;

  constructor(option: string, got: string) {
    super({ doing: `Reading the option "${option}"`, got, fix: "The options are listed in docs/run.md" });
    this.option = option;
  }
}

/** Cache settings in a notebook's metadata without the form that docs/cache.md describes. */
export class CacheMetadataError extends TsnbError {
  override readonly name = "CacheMetadataError";
  /** The notebook's path, as in `NotebookResult.label`. */
  readonly file: string;

  constructor(file: string, got: string) {
    super({
      doing: `Reading tsnb.cache in the metadata of ${file}`,
      got: `it is ${got}`,
      fix: "Correct it as docs/cache.md describes, or remove it",
    });
    this.file = file;
  }
}
