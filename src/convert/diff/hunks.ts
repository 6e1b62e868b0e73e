import { diffIndices } from "node-diff3";

const CONTEXT = 3;

/** A line of a difference: in both versions, only in the older, or only in the newer one. */
export type DiffLine = { readonly mark: " " | "-" | "+" | "@"; readonly text: string };

/** The lines in which two strings differ, with up to three lines around each, as in `diff -u`. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const all: DiffLine[] = [];
  let at = 0;
  const same = (end: number): void => {
    for (; at < end; at++) all.push({ mark: " ", text: old[at] ?? "" });
  };
  for (const { buffer1, buffer1Content, buffer2Content } of diffIndices(old, now)) {
    same(buffer1[0]);
    all.push(...buffer1Content.map((text) => ({ mark: "-" as const, text })));
    all.push(...buffer2Content.map((text) => ({ mark: "+" as const, text })));
    at += buffer1[1];
  }
  same(old.length);
  return shortened(all);
}

function shortened(lines: readonly DiffLine[]): readonly DiffLine[] {
  const isNear = lines.map((_line, index) => {
    return lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ mark }) => mark !== " ");
  });
  return lines.flatMap((line, index) => {
    if (isNear[index]) return [line];
    const isLastOfGap = isNear[index + 1] === true && index > 0;
    return isLastOfGap ? [{ mark: "@" as const, text: "..." }] : [];
  });
}
