import { describe, expect, it } from "vitest";
import { MarkReader, markText, type Piece } from "../../../src/kernel/link/output-marks.ts";

const TOKEN = "1c8e5b0e-7f1f-4a4e-9d4a-000000000000";

/** The pieces that a reader finds in text that arrives in chunks of `size` bytes; adjacent bytes are joined. */
function read(text: string, size: number): (string | Piece)[] {
  const reader = new MarkReader(TOKEN);
  const bytes = Buffer.from(text);
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(...reader.push(bytes.subarray(at, at + size)));
  pieces.push(...reader.end());
  const joined: (string | Piece)[] = [];
  let pending = Buffer.alloc(0);
  const flush = (): void => {
    if (pending.length > 0) joined.push(pending.toString());
    pending = Buffer.alloc(0);
  };
  for (const piece of pieces) {
    if (piece.type === "bytes") pending = Buffer.concat([pending, piece.bytes]);
    else {
      flush();
      joined.push(piece);
    }
  }
  flush();
  return joined;
}

describe("MarkReader", () => {
  const text = [
    "before",
    markText(TOKEN, { type: "base", cell: 7 }),
    "grüße",
    markText(TOKEN, { type: "to", cell: 6, name: "stderr" }),
    "late\n",
    markText(TOKEN, { type: "fence", sequence: 12 }),
    markText(TOKEN, { type: "fence", sequence: 13 }),
    "after",
  ].join("");
  const expected = [
    "before",
    { type: "base", cell: 7 },
    "grüße",
    { type: "to", cell: 6, name: "stderr" },
    "late\n",
    { type: "fence", sequence: 12 },
    { type: "fence", sequence: 13 },
    "after",
  ];

  it.each([1, 2, 3, 7, 50, 1000])("finds marks in chunks of %i bytes", (size) => {
    expect(read(text, size)).toEqual(expected);
  });

  it.each([
    ["a mark with another token", markText("other", { type: "fence", sequence: 1 })],
    ["the beginning of a mark at the end", `x\x1b_tsnb;${TOKEN};fen`],
    ["the right token with a kind that does not exist", `\x1b_tsnb;${TOKEN};jump;1\x1b\\ and on`],
    ["a mark without a number", `\x1b_tsnb;${TOKEN};fence;many\x1b\\`],
    ["a mark that never ends", `\x1b_tsnb;${TOKEN};fence;${"1".repeat(500)}`],
    ["many escapes", "\x1b\x1b_\x1b_t\x1b_tsnb"],
  ])("leaves %s as text", (_what, plain) => {
    for (const size of [1, 5, 1000]) expect(read(plain, size)).toEqual([plain]);
  });

  it("passes on text at once when it cannot belong to a mark", () => {
    const reader = new MarkReader(TOKEN);
    expect(reader.push(Buffer.from("prompt> "))).toEqual([{ type: "bytes", bytes: Buffer.from("prompt> ") }]);
    expect(reader.push(Buffer.from("a\x1b"))).toEqual([{ type: "bytes", bytes: Buffer.from("a") }]);
    expect(reader.push(Buffer.from("[31m"))).toEqual([{ type: "bytes", bytes: Buffer.from("\x1b[31m") }]);
  });
});
