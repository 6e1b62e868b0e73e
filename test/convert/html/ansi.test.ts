import { describe, expect, test } from "vitest";
import { ansiHtml } from "../../../src/convert/html/ansi.ts";

const ESC = "\u001B";

describe("ansiHtml", () => {
  test("escapes text and otherwise keeps it", () => {
    expect(ansiHtml("a < b &\n\tc")).toBe("a &lt; b &amp;\n\tc");
  });

  test.each([
    ["a colour", `${ESC}[31mred${ESC}[0m`, '<span class="ansi-red-fg">red</span>'],
    ["a bright ground", `${ESC}[102mx${ESC}[0m`, '<span class="ansi-bright-green-bg">x</span>'],
    ["styles", `${ESC}[1;4mx${ESC}[0m`, '<span class="ansi-bold ansi-underline">x</span>'],
    ["a colour of the cube", `${ESC}[38;5;208mx${ESC}[0m`, '<span style="color:rgb(255,135,0)">x</span>'],
    ["a grey of the palette", `${ESC}[48;5;232mx${ESC}[0m`, '<span style="background-color:rgb(8,8,8)">x</span>'],
    ["a true colour", `${ESC}[38;2;1;2;3mx${ESC}[0m`, '<span style="color:rgb(1,2,3)">x</span>'],
    ["markup inside", `${ESC}[32m<b>${ESC}[39m`, '<span class="ansi-green-fg">&lt;b&gt;</span>'],
  ])("turns %s into a span", (_what, text, html) => {
    expect(ansiHtml(text)).toBe(html);
  });

  test.each([
    ["links", `${ESC}]8;;https://example.com\u0007text${ESC}]8;;\u0007`, "text"],
    ["titles", `${ESC}]0;title${ESC}\\text`, "text"],
    ["cursor moves", `a${ESC}[2K${ESC}[1Gb${ESC}[?25l`, "ab"],
    ["control characters", "a\u0000\u0007b", "ab"],
    ["a sequence without an end", `a${ESC}]8;;x`, "a"],
  ])("drops %s", (_what, text, html) => {
    expect(ansiHtml(text)).toBe(html);
  });
});
