import { describe, expect, it } from "vitest";
import { entries, errorsThrownFrom, examplesIn, publicNames } from "../support/public-api.ts";

const OF_THE_LANGUAGE = new Set(["TypeError", "RangeError", "ReferenceError", "SyntaxError", "Error"]);

/** Errors that an entry's code may throw, but not to its user: they are caught, reported as text, or of another entry. */
const INNER: Readonly<Record<string, readonly string[]>> = {
  "tsnb/lesson": ["ChartFormatError", "DisplayError", "SlowLookError", "TableError"],
  "tsnb/widgets": ["ChartDataError", "ChartError", "DisplayError", "SlowLookError", "TableError"],
  "tsnb/run": [
    "ChartError",
    "ConnectionFileError",
    "MalformedMessageError",
    "NotebookImportError",
    "SignatureError",
    "UnknownSetError",
  ],
  // Vitest reports what its plugin throws.
  "tsnb/vitest": [
    "NotebookCircleError",
    "NotebookCommandError",
    "NotebookEncodingError",
    "NotebookFileError",
    "NotebookImportError",
    "NotebookJsonError",
    "NotebookNameError",
    "NotebookPathError",
    "NotebookShapeError",
    "NotebookVersionError",
  ],
};

describe.each(entries())("$entry", (entry) => {
  const names = publicNames(entry);

  it("exports something", () => {
    expect(names.length).toBeGreaterThan(0);
  });

  it("describes each name", () => {
    expect(names.filter(({ doc }) => doc === "").map(({ name }) => name)).toEqual([]);
  });

  it("has an example for each name but types and errors", () => {
    const shown = names.filter(({ kind, isType, name }) => kind !== "type" && !isType && !name.endsWith("Error"));
    const without = shown.filter(({ docs }) => docs.flatMap(examplesIn).length === 0);
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it("exports each error that its documentation says is thrown", () => {
    const exported = new Set(names.map(({ name }) => name));
    const thrown = names.flatMap(({ name, docs }) =>
      docs
        .flatMap((doc) => [...doc.matchAll(/^@throws[^@]*/gm)])
        .flatMap(([text]) => [...text.matchAll(/\b[A-Z]\w*Error\b/g)].map(([error]) => ({ name, error }))),
    );
    const missing = thrown.filter(({ error }) => !OF_THE_LANGUAGE.has(error) && !exported.has(error));
    expect(missing).toEqual([]);
  });

  it("exports each error that its code throws, directly or through a promise", () => {
    const exported = new Set(names.map(({ name }) => name));
    const missing = errorsThrownFrom(entry).filter((error) => !exported.has(error));
    expect(missing.toSorted()).toEqual(INNER[entry.entry] ?? []);
  });
});
