import { readFile } from "node:fs/promises";
import type { Diagnostic } from "../../kernel/types/service-interface.ts";
import { FilePositions } from "../../notebook/file/file-positions.ts";
import type { CellFinding, FileFinding } from "./cell-finding.ts";
import type { Finding } from "../results.ts";
import type { CheckSubject } from "../subject.ts";

/** Findings in cells at their places in the notebook's file. */
export async function placedInNotebook({ source }: CheckSubject, found: readonly CellFinding[]): Promise<Finding[]> {
  if (found.length === 0) return [];
  const positions = new FilePositions(await readFile(source, "utf8"));
  return found.map(({ cell, start, end, rule, severity, message }) => {
    const { index, id, heading } = cell;
    const from = placeAt(cell.source, start);
    const to = placeAt(cell.source, Math.max(start, end));
    return {
      rule,
      severity,
      message,
      file: source,
      ...positions.at(index, start),
      excerpt: lineAt(cell.source, from.line),
      cell: { index, id, heading, ...from, endLine: to.line, endColumn: to.column },
    };
  });
}

/** Findings in files that notebooks import, and in settings, each once. */
export async function placedInFiles(
  offsets: readonly FileFinding[],
  lines: readonly Diagnostic[],
): Promise<readonly Finding[]> {
  const texts = new Map<string, string>();
  for (const file of [...offsets.map((one) => one.file), ...lines.flatMap((one) => one.file ?? [])]) {
    if (!texts.has(file)) texts.set(file, await readFile(file, "utf8").catch(() => ""));
  }
  const placed = [
    ...offsets.map(({ file, start, code, ...finding }) => {
      return { ...finding, file, rule: `TS${code}`, ...placeAt(texts.get(file) ?? "", start) };
    }),
    ...lines.map(({ file = "", code, ...finding }) => ({ ...finding, file, rule: code })),
  ];
  const unique = new Map<string, Finding>();
  for (const { file, line, column, rule, severity, message } of placed) {
    const excerpt = lineAt(texts.get(file) ?? "", line);
    const finding: Finding = { rule, severity, message, file, line, column, excerpt, cell: undefined };
    unique.set(JSON.stringify([file, line, column, rule]), finding);
  }
  return [...unique.values()].toSorted(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

function lineAt(text: string, line: number): string {
  return (text.split("\n")[line - 1] ?? "").replace(/\r$/, "");
}
