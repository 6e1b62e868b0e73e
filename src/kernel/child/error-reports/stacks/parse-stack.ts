/** A frame of a stack trace; line and column count from 1. */
export type StackFrame = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The function's name as V8 gives it, with `async` and `new`; empty at the top level. */
  readonly call: string;
};

const STACK_FRAME = /^ {4}at (?:(.*) \((.+):(\d+):(\d+)\)|((?:async )?)(.+):(\d+):(\d+))$/;

/** Parses the frames of a stack in V8's format. */
export function parseStack(stack: string): StackFrame[] {
  return stack.split("\n").flatMap((line): StackFrame[] => {
    const match = STACK_FRAME.exec(line);
    if (!match) return [];
    const [, call, file, at, column, isAsync, bareFile, bareAt, bareColumn] = match;
    if (file !== undefined) return [{ call: call ?? "", file, line: Number(at), column: Number(column) }];
    return [{ call: isAsync?.trim() ?? "", file: bareFile ?? "", line: Number(bareAt), column: Number(bareColumn) }];
  });
}
