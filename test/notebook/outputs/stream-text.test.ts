import { describe, expect, it } from "vitest";
import { appendToStream, EMPTY_STREAM, textOfStream } from "../../../src/notebook/outputs/stream-text.ts";

function textOf(...pieces: string[]): string {
  return textOfStream(pieces.reduce(appendToStream, EMPTY_STREAM));
}

describe("appendToStream", () => {
  it.each([
    ["joins pieces", ["a", "b\n", "c"], "ab\nc"],
    ["overwrites from the start of the line after a carriage return", ["10%\r20%"], "20%"],
    ["keeps what a shorter text does not cover", ["12345\rab"], "ab345"],
    ["remembers a carriage return until the next piece", ["10%\r", "20%\r", "done"], "done"],
    ["shows a line whose carriage return is the last thing", ["10%\r"], "10%"],
    ["touches the last line only", ["one\ntwo\rTHREE"], "one\nTHREE"],
    ["takes CRLF for a line end", ["one\r\ntwo\r\n"], "one\ntwo\n"],
    ["takes CRLF in two pieces for a line end", ["one\r", "\ntwo"], "one\ntwo"],
    ["takes away a character for a backspace", ["abc\b\bX"], "aX"],
    ["stops backspaces at the start of the line", ["a\nb\b\b\bc"], "a\nc"],
    ["erases a spinner", ["|", "\b/", "\b-"], "-"],
    ["never splits an emoji", ["🎉x\r🚀"], "🚀x"],
    ["goes on below after an overwritten line", ["50%\r100%\ndone\n"], "100%\ndone\n"],
  ])("%s", (_, pieces, expected) => {
    expect(textOf(...pieces)).toBe(expected);
  });

  it("stays quick over many pieces", () => {
    const pieces = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`);
    expect(textOf(...pieces)).toBe(pieces.join(""));
  });
});
