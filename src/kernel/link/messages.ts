/**
 * The messages between the protocol process (parent) and the process that runs user code (child).
 *
 * The child is started with six file descriptors:
 *  0 empty;
 *  1 and 2 all output: console.*, process.stdout, native code, child processes;
 *  3 messages to the parent, written synchronously, so that a crash loses none;
 *  4 messages from the parent to the child's main thread;
 *  5 messages from the parent to the child's watchdog thread, read even while the main thread is busy.
 *
 * JavaScript output goes raw to 1, in order with the output of native code. Marks between the bytes (see
 * marks.ts) name the cell and stream of the bytes that follow, and the place of a message on 3 among them.
 * When 5 reaches its end, the parent is gone; the child must end itself and its process group.
 */
import type { ErrorReport } from "../../jupyter/error-report.ts";
import type { JsonObject } from "../../jupyter/json.ts";
import type { CheckMode } from "../cell/check-mode.ts";
import type { Uncompiled } from "../cell/syntax/syntax-error.ts";

export const CHILD_FD = { stdout: 1, stderr: 2, toParent: 3, fromParent: 4, urgent: 5 } as const;

/** The exit code of a child whose cell closed a descriptor of the link. */
export const LINK_CLOSED = 70;

/** The environment variable with the child's secret mark token; the child deletes it at once. */
export const TOKEN_VARIABLE = "TSNB_KERNEL_TOKEN";

/** The number of an execution, from 1. It increases over the kernel's whole life, even across children. */
export type CellId = number;

/** A value as the content of display_data. */
export type Bundle = { readonly data: JsonObject; readonly metadata: JsonObject };

/** The value of an entry of a request's user_expressions. */
export type ExpressionResult = ({ readonly status: "ok" } & Bundle) | ({ readonly status: "error" } & ErrorReport);

/** The names that a cell did not declare because it failed or was stopped, or that a reset made it forget. */
export type Undeclared = {
  readonly names: readonly string[];
  /** True when the code had started: its functions and types are declared then. */
  readonly hasBegun: boolean;
  readonly how: "failed" | "stopped" | "forgotten";
};

/** A file to keep the values of the names in `values`; `made` names functions and classes to declare again. */
export type Snapshot = { readonly file: string; readonly values: readonly string[]; readonly made: readonly string[] };

/** Parent to child, main thread (4). */
export type ToChild =
  | {
      readonly type: "execute";
      readonly cell: CellId;
      readonly code: string;
      /** The label of the cell, such as `Cell [3]`. */
      readonly label: string;
      /** True to show no result. The parent drops displays and streams; the child does not. */
      readonly silent: boolean;
      /** Evaluated after the code, if it succeeded. */
      readonly userExpressions: { readonly [name: string]: string };
      readonly allowStdin: boolean;
      /** The client's id of the cell, and of those that were deleted since its last request. */
      readonly origin?: string;
      readonly deleted?: readonly string[];
      /** A file with the values of the cell's names: only its imports, functions and classes run. */
      readonly restore?: string;
      /** The values to keep once the cell has succeeded. */
      readonly snapshot?: Snapshot;
    }
  /** Compiles a cell that will probably run next, while its types are checked. */
  | { readonly type: "prepare"; readonly cell: CellId; readonly code: string; readonly label: string }
  /** Soft interrupt: rejects the guard that every awaited cell races. Ignored unless that cell is running. */
  | { readonly type: "cancel"; readonly cell: CellId }
  | { readonly type: "ping"; readonly id: number }
  | { readonly type: "input-reply"; readonly id: number; readonly value: string }
  /** The answer to `enquire`, as a MIME bundle; null when nothing is known. */
  | { readonly type: "answer"; readonly id: number; readonly data: JsonObject | null }
  /** The child answers with comm-close when nobody registered the target or its handler fails. */
  | {
      readonly type: "comm-open";
      readonly commId: string;
      readonly target: string;
      readonly data: JsonObject;
      readonly metadata: JsonObject;
      readonly buffers: readonly Uint8Array[];
      /** Identifies this message as a cell identifies its execution; the handler's outputs carry it. */
      readonly cell: CellId;
    }
  | {
      readonly type: "comm-msg" | "comm-close";
      readonly commId: string;
      readonly data: JsonObject;
      readonly metadata: JsonObject;
      readonly buffers: readonly Uint8Array[];
      readonly cell: CellId;
    }
  /** Asks for the display of an existing value; answered by `value`. Calls only the value's own display methods. */
  | { readonly type: "inspect-value"; readonly id: number; readonly expression: string; readonly detail: 0 | 1 }
  /** Asks for the members of an existing value (`""`: the global names); answered by `members`. Must call no getter. */
  | { readonly type: "members"; readonly id: number; readonly expression: string }
  /** Asks for the columns of an existing frame; answered by `members`. Calls no user code. */
  | { readonly type: "columns"; readonly id: number; readonly expression: string }
  /** Asks for the declared names and their shortened values; answered by `variables`. */
  | { readonly type: "variables"; readonly id: number }
  /** Ends the child in order: it runs exit handlers, then exits. */
  | { readonly type: "shutdown"; readonly restart: boolean };

/** Parent to child, watchdog thread (5). */
export type ToWatchdog =
  /** Hard interrupt: `Runtime.terminateExecution` on the main thread. The parent pings afterwards. */
  | {
      readonly type: "terminate";
      /** True when a debugger may have paused the main thread. */
      readonly isPaused: boolean;
    }
  /** No cell is running: a good time to collect garbage. */
  | { readonly type: "collect" }
  /** The answer to an input-request with `blocking`. */
  | { readonly type: "input-reply"; readonly id: number; readonly value: string };

/** Child to parent (3). */
export type FromChild =
  /** Cells can be executed now. */
  | { readonly type: "ready"; readonly node: string; readonly lateOutput: boolean }
  | { readonly type: "pong"; readonly id: number }
  | {
      readonly type: "display";
      readonly cell: CellId;
      readonly data: JsonObject;
      readonly metadata: JsonObject;
      readonly displayId?: string;
      /** Replaces the display with this displayId instead of adding one. */
      readonly update?: boolean;
      readonly buffers?: readonly Uint8Array[];
    }
  | { readonly type: "clear"; readonly cell: CellId; readonly wait: boolean }
  /** A page for the client's pager, such as help. */
  | { readonly type: "page"; readonly cell: CellId; readonly data: JsonObject }
  /**
   * Asks about a name (`x?` or, with detail 1, `x??`), about the cells (`%deps`), or for TypeScript's message about
   * the syntax error of a cell or file; answered by `answer`.
   */
  | {
      readonly type: "enquire";
      readonly cell: CellId;
      readonly id: number;
      readonly about:
        | { readonly type: "name"; readonly expression: string; readonly detail: 0 | 1 }
        | { readonly type: "dependencies" }
        | ({ readonly type: "syntax" } & Uncompiled);
    }
  /** The value of the last expression. */
  | { readonly type: "result"; readonly cell: CellId; readonly data: JsonObject; readonly metadata: JsonObject }
  /** An uncaught exception or rejection from work that the cell started. */
  | ({ readonly type: "async-error"; readonly cell: CellId } & ErrorReport)
  | {
      readonly type: "input-request";
      readonly cell: CellId;
      readonly id: number;
      readonly prompt: string;
      readonly password: boolean;
      /** The main thread is blocked: answer on the watchdog's descriptor. */
      readonly blocking: boolean;
    }
  | {
      readonly type: "comm-open";
      readonly cell: CellId;
      readonly commId: string;
      readonly target: string;
      readonly targetModule?: string;
      readonly data: JsonObject;
      readonly metadata: JsonObject;
      readonly buffers: readonly Uint8Array[];
    }
  | {
      readonly type: "comm-msg" | "comm-close";
      readonly cell: CellId;
      readonly commId: string;
      readonly data: JsonObject;
      readonly metadata: JsonObject;
      readonly buffers: readonly Uint8Array[];
    }
  /** `%check on|off|block`, for the cells after this one. */
  | { readonly type: "check-mode"; readonly mode: CheckMode }
  /** `%reset` forgot every name, or `%npm` changed the packages: the type service follows. */
  | { readonly type: "session"; readonly cell: CellId; readonly event: "reset" | "packages" }
  /** Ends each execute, comm-open, comm-msg and comm-close exactly once, after all its output. */
  | ({
      readonly type: "done";
      readonly cell: CellId;
      readonly userExpressions?: { readonly [name: string]: ExpressionResult };
      /** Missing when the cell succeeded and declared all its names. */
      readonly undeclared?: Undeclared;
      /** The reason why the values could not be kept; null when they were, missing without a `snapshot`. */
      readonly snapshotProblem?: string | null;
    } & ({ readonly status: "ok" } | ({ readonly status: "error" } & ErrorReport)))
  | { readonly type: "value"; readonly id: number; readonly found: false }
  | ({ readonly type: "value"; readonly id: number; readonly found: true } & Bundle)
  | { readonly type: "members"; readonly id: number; readonly names: readonly Member[] }
  | { readonly type: "variables"; readonly id: number; readonly variables: readonly VariableValue[] }
  /** A line for the kernel's log; notebooks do not show it. */
  | { readonly type: "log"; readonly text: string };

/** A declared name and its shortened value, as the variable panel shows them. */
export type VariableValue = {
  readonly name: string;
  readonly type: string;
  readonly shape: string;
  readonly value: string;
  /** The label of the cell, such as `Cell [3]`. */
  readonly cell: string;
};

/** A member of a value at run time. */
export type Member = { readonly name: string; readonly kind: string };
