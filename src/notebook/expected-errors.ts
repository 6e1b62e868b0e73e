import { type MarkedCell, nbvalMarks } from "./nbval.ts";
import { tagsOf } from "./tags.ts";

/** The errors that a cell may raise, and whether it must raise one. */
export type Expectation = { readonly may: "none" | "any" | readonly string[]; readonly must: boolean };

/** The rules for errors in cells. */
export type ErrorRules = { readonly allowErrors: boolean; readonly strictRaises: boolean };

const TAG = /^raises-exception(?::(.+))?$/;

/**
 * The errors that a cell's tags allow: `raises-exception` allows any error, `raises-exception:TypeError` only one of
 * that name; several tags may name several. A cell that nbval marks as raising must raise.
 */
export function expectationOf(cell: MarkedCell, { allowErrors, strictRaises }: ErrorRules): Expectation {
  if (nbvalMarks(cell).raises) return { may: "any", must: true };
  const found = tagsOf(cell.metadata)
    .map((tag) => TAG.exec(tag))
    .filter((match) => match !== null);
  if (found.length === 0) return { may: allowErrors ? "any" : "none", must: false };
  const names = found.flatMap(([, name]) => name ?? []);
  return { may: allowErrors || names.length < found.length ? "any" : names, must: strictRaises };
}

/** The errors that a cell's own marks allow. */
export function allowedErrors(cell: MarkedCell): Expectation["may"] {
  return expectationOf(cell, { allowErrors: false, strictRaises: false }).may;
}

/** True when the expectation allows an error. */
export function allows({ may }: Expectation, error: string): boolean {
  return may === "any" || (may !== "none" && may.includes(error));
}
