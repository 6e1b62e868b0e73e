/** One call of a stack: the user's own file or cell, with line and column from 1. */
export type Frame = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The function's name as V8 gives it, with `async` and `new`; empty at the top level. */
  readonly call: string;
};

const FRAME = /^ {4}at (?:(.*) \((.+):(\d+):(\d+)\)|((?:async )?)(.+):(\d+):(\d+))$/;

/** The calls in the text of a stack, as V8 writes it. */
export function parseStack(stack: string): Frame[] {
  return stack.split("\n").flatMap((line): Frame[] => {
    const match = FRAME.exec(line);
    if (!match) return [];
    const [, call, file, at, column, isAsync, bareFile, bareAt, bareColumn] = match;
    if (file !== undefined) return [{ call: call ?? "", file, line: Number(at), column: Number(column) }];
    return [{ call: isAsync?.trim() ?? "", file: bareFile ?? "", line: Number(bareAt), column: Number(bareColumn) }];
  });
}
