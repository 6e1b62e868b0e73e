import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SanitizeFileError } from "../../../src/notebook/compare/errors.ts";
import { parseSanitizers, readSanitizers } from "../../../src/notebook/compare/sanitize-file.ts";
import { sanitized } from "../../../src/notebook/compare/sanitize.ts";
import { scratch } from "../../support/scratch.ts";

const RULES = String.raw`# what nbval's documentation shows
[dates]
regex: \d{1,2}/\d{1,2}/\d{2,4}
replace: DATE-STAMP

[names]
regex: (?i)hello (?P<who>\w+) and (\w+)
replace: \2 and \g<who>, $1
regex: (\w)(\w)=(?P<x>.)(?P=x)
replace: \g<0>!\1
`;

describe("a file of sanitizers", () => {
  it("is read in nbval's format, with Python's groups", () => {
    const rules = parseSanitizers(RULES, "rules.cfg");
    expect(sanitized("30/11/2020; HELLO Ann and Bob; ab=cc", rules)).toBe("DATE-STAMP; Bob and Ann, $1; ab=cc!a");
  });

  it("can replace with nothing, and have Windows line ends", () => {
    expect(sanitized("a1b22", parseSanitizers("regex: \\d+\r\nreplace: \r\n", "rules.cfg"))).toBe("ab");
  });

  it.each([
    ["regx: a\n", 'Reading the sanitizers in r.cfg, line 1: "regx: a" is not "regex: …"'],
    ["regex: a\n\nregex: b\n", 'line 3: "regex: b" is not "replace: …"'],
    ["\nregex: a\n", 'line 2: no "replace: …" follows it'],
    ["regex: (\nreplace: x\n", "line 1: Invalid regular expression"],
  ])("%j is refused by its line", (text, message) => {
    expect(() => parseSanitizers(text, "r.cfg")).toThrow(SanitizeFileError);
    expect(() => parseSanitizers(text, "r.cfg")).toThrow(message);
  });

  it("that does not exist is an error that names it", async () => {
    const file = join(scratch(), "none.cfg");
    await expect(readSanitizers(file)).rejects.toThrow(SanitizeFileError);
    await expect(readSanitizers(file)).rejects.toThrow(/none\.cfg: ENOENT/);
  });
});
