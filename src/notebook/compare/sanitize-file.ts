import { readFile } from "node:fs/promises";
import { messageOf } from "../../util/error.ts";
import { SanitizeFileError } from "./errors.ts";
import type { Sanitizer } from "./sanitize.ts";

const LINE = /^(regex|replace): ?(.*)$/;
const NEGLIGIBLE = /^\s*(?:[#;].*|\[.*\]\s*)?$/;

/**
 * Reads rules for sanitizing from a file in nbval's format: pairs of lines `regex: PATTERN` and
 * `replace: TEXT`, where `\1` or `\g<name>` stand for what a group has matched. Empty lines, `[names]` and
 * lines that start with `#` separate them.
 *
 * @throws {SanitizeFileError} when the file cannot be read, or a line is neither of these.
 */
export async function readSanitizers(file: string): Promise<readonly Sanitizer[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new SanitizeFileError(file, undefined, messageOf(cause), cause);
  }
  return parseSanitizers(text, file);
}

/**
 * The rules in the text of such a file.
 *
 * @throws {SanitizeFileError} when a line is neither a rule nor empty, or its pattern is not valid.
 */
export function parseSanitizers(text: string, file: string): readonly Sanitizer[] {
  const rules: Sanitizer[] = [];
  let pattern: { readonly text: string; readonly line: number } | undefined;
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (NEGLIGIBLE.test(content)) continue;
    const line = index + 1;
    const [, key, value = ""] = LINE.exec(content) ?? [];
    const wanted = pattern === undefined ? "regex" : "replace";
    if (key !== wanted) throw new SanitizeFileError(file, line, `${JSON.stringify(content)} is not "${wanted}: …"`);
    if (pattern === undefined) pattern = { text: value, line };
    else {
      rules.push(regexSanitizer(pattern.text, value, (got) => new SanitizeFileError(file, pattern?.line, got)));
      pattern = undefined;
    }
  }
  if (pattern !== undefined) throw new SanitizeFileError(file, pattern.line, 'no "replace: …" follows it');
  return rules;
}

/** A sanitizer from a pattern and a replacement as Python writes them. */
export function regexSanitizer(regex: string, replacement: string, error: (got: string) => Error): Sanitizer {
  const [, inline = "", rest = ""] = /^\(\?([ims]+)\)(.*)$/s.exec(regex) ?? [undefined, "", regex];
  const source = rest.replaceAll("(?P<", "(?<").replaceAll(/\(\?P=(\w+)\)/g, String.raw`\k<$1>`);
  const substitute = replacement
    .replaceAll("$", "$$$$")
    .replaceAll(/\\g<(\w+)>|\\([1-9])/g, (_, named: string | undefined, digit: string | undefined) =>
      reference(named ?? digit ?? ""),
    )
    .replaceAll(String.raw`\n`, "\n")
    .replaceAll("\\\\", "\\");
  try {
    const pattern = new RegExp(source, `g${inline}`);
    return (text) => text.replace(pattern, substitute);
  } catch (cause) {
    throw error(messageOf(cause));
  }
}

function reference(group: string): string {
  if (group === "0") return "$&";
  return /^\d+$/.test(group) ? `$${group}` : `$<${group}>`;
}
