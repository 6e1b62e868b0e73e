/** One call of a stack: the user's own file or cell, with line and column from 1. */
export type StackFrame = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The function's name as V8 gives it, with `async` and `new`; empty at the top level. */
  readonly call: string;
};

const STACK_FRAME = /^ {4}at (?:(.*) \((.+):(\d+):(\d+)\)|((?:async )?)(.+):(\d+):(\d+))$/;

/** The calls in the text of a stack, as V8 writes it. */
export function parseStack(stack: string): StackFrame[] {
  return stack.split("\n").flatMap((line): StackFrame[] => {
    const match = STACK_FRAME.exec(line);
    if (!match) return [];
    const [, call, file, at, column, isAsync, bareFile, bareAt, bareColumn] = match;
    if (file !== undefined) return [{ call: call ?? "", file, line: Number(at), column: Number(column) }];
    return [{ call: isAsync?.trim() ?? "", file: bareFile ?? "", line: Number(bareAt), column: Number(bareColumn) }];
  });
}
