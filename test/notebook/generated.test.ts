import { assert, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { NotebookJsonError } from "../../src/notebook/errors.ts";
import { parseNotebook } from "../../src/notebook/file/read.ts";
import { formatNotebook } from "../../src/notebook/file/write.ts";
import { TsnbError } from "../../src/util/error.ts";
import { brokenNotebooks } from "../support/broken-notebooks.ts";
import { fuzz } from "../support/fuzz.ts";
import { notebooks } from "../support/generated-notebooks.ts";

describe("generated notebooks", () => {
  it("are read as they were written", () => {
    assert(
      property(notebooks(), (notebook) => {
        expect(parseNotebook(formatNotebook(notebook), "a", { strict: true })).toEqual(notebook);
      }),
      fuzz(),
    );
  });

  it("with missing or wrong parts are refused by name, or repaired for good", () => {
    assert(
      property(brokenNotebooks, (text) => {
        const repaired = read(text);
        if (repaired === undefined) return;
        const written = formatNotebook(repaired);
        const repairs: string[] = [];
        expect(parseNotebook(written, "a", { strict: true })).toEqual(repaired);
        expect(parseNotebook(written, "a", { onRepair: (repair) => repairs.push(repair) })).toEqual(repaired);
        expect(repairs).toEqual([]);
        expect(read(text)).toEqual(repaired);
      }),
      fuzz(),
    );
  });

  it("that are cut off anywhere are refused", () => {
    assert(
      property(notebooks(2), nat(), (notebook, at) => {
        const text = formatNotebook(notebook).trimEnd();
        expect(() => parseNotebook(text.slice(0, at % text.length), "a")).toThrow(NotebookJsonError);
      }),
      fuzz(100),
    );
  });
});

/** The notebook in a file's text; undefined if it is refused. Any other error is a bug and is thrown. */
function read(text: string) {
  try {
    return parseNotebook(text, "a");
  } catch (error) {
    if (error instanceof TsnbError) return undefined;
    throw error;
  }
}
