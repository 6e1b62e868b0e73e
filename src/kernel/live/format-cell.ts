import type { ServerEdit } from "../types/compiler/replies/read-editor-replies.ts";
import type { ReadCell } from "./live-cells.ts";
import type { LiveEdit } from "./messages.ts";

/** The edits that format a cell. Lines with commands to the kernel, blank to the compiler, stay as they are. */
export function formatted({ id, source, code }: ReadCell, edits: readonly ServerEdit[]): LiveEdit[] {
  const [lines, read] = [source.split("\n"), code.split("\n")];
  const starts = [0];
  for (const { length } of lines) starts.push((starts.at(-1) ?? 0) + length + 1);
  return edits.flatMap(({ range: { start, end }, newText }): LiveEdit[] => {
    const touched = lines.slice(start.line, end.line + 1);
    if (touched.some((line, at) => line !== read[start.line + at])) return [];
    const offsetOf = ({ line, character }: typeof start) => Math.min((starts[line] ?? 0) + character, source.length);
    return [{ cell: id, start: offsetOf(start), end: offsetOf(end), text: newText }];
  });
}
