import type { JsonObject } from "../../jupyter/json.ts";
import { intendedText } from "./repair-outputs.ts";

/** The Markdown of a heading cell, a type that nbformat 4 replaced with Markdown cells. */
export function headingMarkdown({ level, source }: JsonObject): string {
  const depth = typeof level === "number" ? Math.min(6, Math.max(1, level)) : 1;
  return `${"#".repeat(depth)} ${intendedText(source).replaceAll("\n", " ")}`;
}
