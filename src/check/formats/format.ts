import type { CheckResult } from "../results.ts";
import { githubFormat } from "./github.ts";
import { jsonFormat } from "./json.ts";
import { sarifFormat } from "./sarif.ts";
import { textFormat } from "./text.ts";

/** The formats in which the findings of a check are written. */
export const FORMATS = ["text", "json", "sarif", "github"] as const;

export type Format = (typeof FORMATS)[number];

/** The findings of a check, as an empty string or one that ends with a newline. */
export function formatOf(format: Format, result: CheckResult, look: { readonly isColoured: boolean }): string {
  const formats = {
    text: () => textFormat(result, look),
    json: () => jsonFormat(result),
    sarif: () => sarifFormat(result),
    github: () => githubFormat(result),
  };
  return formats[format]();
}
