import { describe, expect, it } from "vitest";
import { FilePositions } from "../../../src/notebook/file/file-positions.ts";

const lines = ["const a = 1;\n", 'a.\t"ä🦊" + b'];

describe("FilePositions", () => {
  it.each([
    ["a list of lines", JSON.stringify({ cells: [{ source: "x" }, { source: lines }] }, undefined, 1)],
    ["one string", JSON.stringify({ cells: [{ source: "x" }, { source: lines.join("") }] })],
    [
      "escapes",
      JSON.stringify({ cells: [{ source: "x" }, { source: lines }] }, undefined, 1).replace(
        "ä🦊",
        "\\u00e4\\ud83e\\udd8a",
      ),
    ],
    [
      "Windows' line ends",
      JSON.stringify({ cells: [{ source: "x" }, { source: lines }] }, undefined, 1).replaceAll("\n", "\r\n"),
    ],
  ])("finds characters of cells in %s", (_, text) => {
    const positions = new FilePositions(text);
    const source = lines.join("");
    for (const wanted of ["const", "b"]) {
      const { line, column } = positions.at(1, source.lastIndexOf(wanted));
      const inFile = text.split("\n").at(line - 1);
      expect(inFile?.slice(column - 1).startsWith(wanted)).toBe(true);
    }
  });

  it("points after the last character too", () => {
    const text = '{"cells": [{"source": "ab"}]}';
    expect(new FilePositions(text).at(0, 2)).toEqual({ line: 1, column: text.indexOf('ab"') + 3 });
  });

  it("points at the start where there is no such cell or no source", () => {
    expect(new FilePositions('{"cells": [{"source": ""}, {}]}').at(5, 0)).toEqual({ line: 1, column: 1 });
    expect(new FilePositions('{"cells": [{}]}').at(0, 0)).toEqual({ line: 1, column: 1 });
  });
});
