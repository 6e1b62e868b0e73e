import { assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonPieces, LineList, Whole } from "../../../src/notebook/file/json-pieces.ts";
import { JUPYTER_LAYOUT } from "../../../src/notebook/file/layout.ts";
import { formatNotebook } from "../../../src/notebook/file/write.ts";
import { fuzz } from "../../support/fuzz.ts";
import { notebooks } from "../../support/generated-notebooks.ts";

const PLAIN = { ...JUPYTER_LAYOUT, endsWithLineEnd: false };

describe("the text of a file in pieces", () => {
  it("has keys in the order of their characters, also those that look like numbers", () => {
    expect(
      [...jsonPieces(new Whole({ "🎉": 0, "\ue000": 5, ba: 4, b: 1, "10": 2, "9": 3 }), { ...PLAIN, indent: "" })].join(
        "",
      ),
    ).toBe('{"10":2,"9":3,"b":1,"ba":4,"\ue000":5,"🎉":0}');
  });

  it("has the layout of its file: any indentation, line ends, and empty objects and lists without space", () => {
    const layout = { ...PLAIN, indent: " ".repeat(12), lineEnd: "\r\n", endsWithLineEnd: true } as const;
    const content = { a: new LineList("1\n2"), b: new LineList(""), c: new Whole({ d: [], e: {} }) };
    const inner = `\r\n${" ".repeat(12)}`;
    const lines = `[${inner}${" ".repeat(12)}"1\\n",${inner}${" ".repeat(12)}"2"${inner}]`;
    const whole = `{${inner}${" ".repeat(12)}"d": [],${inner}${" ".repeat(12)}"e": {}${inner}}`;
    expect([...jsonPieces(content, layout)].join("")).toBe(
      `{${inner}"a": ${lines},${inner}"b": [],${inner}"c": ${whole}\r\n}\r\n`,
    );
  });

  it("comes in pieces of limited size, however long a value is", () => {
    const text = "a line of text\n".repeat(100_000);
    const pieces = [...jsonPieces({ text: new LineList(text) }, PLAIN)];
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(200_000);
    expect(JSON.parse(pieces.join(""))).toEqual({ text: text.match(/.*\n/g) });
  });

  it("equals JSON.stringify of a notebook, except for the order of keys", () => {
    assert(
      property(notebooks(), constantFrom("", " ", "\t"), (notebook, indent) => {
        const text = formatNotebook({ ...notebook, layout: { ...PLAIN, indent } });
        const again: unknown = JSON.parse(text);
        expect(JSON.stringify(again, null, indent).length).toBe(text.length);
      }),
      fuzz(),
    );
  });
});
