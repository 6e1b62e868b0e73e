import { isAbsolute } from "node:path";
import { isInstalled, pathOf } from "../../../project/find-file.ts";
import type { Sources } from "./compiled-sources.ts";
import { isOfKernel } from "./map-stacks.ts";
import type { StackFrame } from "./parse-stack.ts";

const DIM = "\x1b[2m";
const OFF = "\x1b[0m";

const MOST_FRAMES = 12;

/** A frame, and the number of times in a row that it occurs. */
export type RepeatedFrame = { readonly frame: StackFrame; readonly times: number };

/** The first frames of a traceback; equal ones in a row, such as those of a recursion, are joined. */
export function foldedFrames(frames: readonly StackFrame[]): readonly RepeatedFrame[] {
  const found: { frame: StackFrame; times: number }[] = [];
  for (const frame of frames) {
    const last = found.at(-1);
    const isSame =
      last && last.frame.file === frame.file && last.frame.line === frame.line && last.frame.column === frame.column;
    if (isSame) last.times += 1;
    else found.push({ frame, times: 1 });
  }
  return found.slice(0, MOST_FRAMES);
}

/** A frame as a line of the traceback. */
export function frameLine({ file, line, column, call }: StackFrame): string {
  return `    ${DIM}at${OFF} ${call === "" ? "" : `${call} `}${DIM}(${OFF}${file}:${line}:${column}${DIM})${OFF}`;
}

/** The frames of the user's own code, with their places in the source. */
export function userFrames(frames: readonly StackFrame[], sources: Sources, isMapped: boolean): StackFrame[] {
  return frames.flatMap((frame): StackFrame[] => {
    if (sources.isHidden(frame.file)) return [];
    const located = isMapped ? undefined : sources.locate(frame);
    if (located) return [{ ...frame, ...located }];
    if (sources.textOf(frame.file) !== undefined) return [frame];
    const file = plainPath(frame.file);
    const isOwn = isAbsolute(file) && !isInstalled(file) && !isOfKernel(file);
    return isOwn ? [{ ...frame, file }] : [];
  });
}

/** The path of a file that a stack names, which may be a URL. */
export function plainPath(file: string): string {
  return file.startsWith("file:") ? pathOf(file) : file;
}
