import { TsnbError } from "../util/error.ts";

/** Two tables of which fewer than half the rows of the smaller match, such as tables of different years. */
export class FewMatchesError extends TsnbError {
  override readonly name = "FewMatchesError";
  /** The number of rows that found a partner. */
  readonly matched: number;

  constructor(tables: { validation: string; benchmark: string }, matched: number, rows: number, keys: string) {
    super({
      doing: `Joining ${tables.benchmark} to ${tables.validation} on ${keys}`,
      got: matched === 0 ? `none of ${rows} rows matched` : `only ${matched} of ${rows} rows matched, fewer than half`,
      fix: "Use both tables of the same commit of timm, or run `tsnb data`",
    });
    this.matched = matched;
  }
}

/** A table that lists the same model twice, so that a join would multiply its rows. */
export class DuplicateModelError extends TsnbError {
  override readonly name = "DuplicateModelError";
  /** The first model that is listed again. */
  readonly model: string;

  constructor(tables: { validation: string; benchmark: string }, table: string, model: string) {
    super({
      doing: `Joining ${tables.benchmark} to ${tables.validation}`,
      got: `${table} lists ${model} more than once`,
      fix: "Remove the superfluous rows, or run `tsnb data`",
    });
    this.model = model;
  }
}
