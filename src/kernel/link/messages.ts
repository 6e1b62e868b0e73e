/**
 * What the protocol process (parent) and the process that runs user code (child) say to each other.
 *
 * The child is started with six file descriptors:
 *  0 nothing to read;
 *  1 and 2 everything printed: console.*, process.stdout, native code, child processes;
 *  3 messages to the parent, written synchronously, so that a crash loses none;
 *  4 messages from the parent for the child's main thread;
 *  5 messages from the parent for the child's watchdog thread, read also while the main thread is busy.
 *
 * Text printed by JavaScript is written raw to 1, in order with what native code prints there; marks
 * between the bytes (see marks.ts) say which cell and stream the following bytes belong to, and where
 * a message on 3 has its place among them. When 5 reaches its end, the parent is gone and the child
 * must end itself and its process group.
 */
import type { JsonObject } from "../../jupyter/json.ts";
import type { CheckMode } from "../cell/check-mode.ts";

/** The file descriptors of the child. */
export const CHILD_FD = { stdout: 1, stderr: 2, toParent: 3, fromParent: 4, urgent: 5 } as const;

/** The exit code of a child whose cell closed one of these. */
export const LINK_CLOSED = 70;

/** The environment variable that hands the child its secret mark token; the child deletes it at once. */
export const TOKEN_VARIABLE = "TSNB_KERNEL_TOKEN";

/** The number of one execution. Counts up over the whole life of the kernel, also across children; never 0. */
export type CellId = number;

/** What a value looks like: the content of display_data. */
export type Bundle = { readonly data: JsonObject; readonly metadata: JsonObject };

/** An error as Jupyter shows it; `traceback` has a line or block of lines per entry, coloured with ANSI. */
export type ErrorReport = { readonly ename: string; readonly evalue: string; readonly traceback: readonly string[] };

/** The value of one of a request's user_expressions. */
export type ExpressionResult = ({ readonly status: "ok" } & Bundle) | ({ readonly status: "error" } & ErrorReport);

/**
 * The names that a cell was to declare and did not, because it failed or was stopped before, or that it had
 * forgotten by a reset.
 */
export type Undeclared = {
  readonly names: readonly string[];
  /** Whether its code began: then it declared its functions and types. */
  readonly hasBegun: boolean;
  readonly how: "failed" | "stopped" | "forgotten";
};

/** Parent to child, main thread (4). */
export type ToChild =
  | {
      readonly type: "execute";
      readonly cell: CellId;
      readonly code: string;
      /** What people call the cell: `Cell [3]`. */
      readonly label: string;
      /** No result is shown. Displays and streams are dropped by the parent, not by the child. */
      readonly silent: boolean;
      /** Evaluated after the code, only when it succeeded. */
      readonly userExpressions: { readonly [name: string]: string };
      readonly allowStdin: boolean;
    }
  /** A cell that will probably run next: to be compiled while its types are checked. */
  | { readonly type: "prepare"; readonly cell: CellId; readonly code: string; readonly label: string }
  /** Soft interrupt: rejects the guard that every awaited cell races. Ignored unless that cell is running. */
  | { readonly type: "cancel"; readonly cell: CellId }
  | { readonly type: "ping"; readonly id: number }
  | { readonly type: "input-reply"; readonly id: number; readonly value: string }
  /** The answer to `inspect`; null: nothing is known. */
  | { readonly type: "inspected"; readonly id: number; readonly data: JsonObject | null }
  /** For a target that nobody registered, or whose handler fails, the child answers with comm-close. */
  | {
      readonly type: "comm-open";
      readonly commId: string;
      readonly target: string;
      readonly data: JsonObject;
      readonly metadata: JsonObject;
      readonly buffers: readonly Uint8Array[];
      /** Stands for this message as a cell does for its execution: outputs of the handler carry it. */
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
  /** Asks for the look of a value that exists; answered by `value`. Calls nothing but what the value says of itself. */
  | { readonly type: "inspect-value"; readonly id: number; readonly expression: string; readonly detail: 0 | 1 }
  /** Asks for the members of a value that exists (`""`: the global names); answered by `members`. Must call no getter. */
  | { readonly type: "members"; readonly id: number; readonly expression: string }
  /** The orderly end: run exit handlers, then exit within a second. */
  | { readonly type: "shutdown"; readonly restart: boolean };

/** Parent to child, watchdog thread (5). */
export type ToWatchdog =
  /** Hard interrupt: `Runtime.terminateExecution` of whatever the main thread runs. The parent pings afterwards. */
  | {
      readonly type: "terminate";
      /** It may be that a debugger has stopped it. */
      readonly isPaused: boolean;
    }
  /** No cell runs: time to collect garbage. */
  | { readonly type: "collect" }
  /** The answer to an input-request with `blocking`. */
  | { readonly type: "input-reply"; readonly id: number; readonly value: string };

/** Child to parent (3). */
export type FromChild =
  /** Cells can be executed. */
  | { readonly type: "ready"; readonly node: string; readonly lateOutput: boolean }
  | { readonly type: "pong"; readonly id: number }
  | {
      readonly type: "display";
      readonly cell: CellId;
      readonly data: JsonObject;
      readonly metadata: JsonObject;
      readonly displayId?: string;
      /** Replaces what has this displayId instead of adding to the cell. */
      readonly update?: boolean;
      readonly buffers?: readonly Uint8Array[];
    }
  | { readonly type: "clear"; readonly cell: CellId; readonly wait: boolean }
  /** Help and the like, for the client's pager. */
  | { readonly type: "page"; readonly cell: CellId; readonly data: JsonObject }
  /** `x?` or, with detail 1, `x??`: asks what is known of a name; answered by `inspected`. */
  | {
      readonly type: "inspect";
      readonly cell: CellId;
      readonly id: number;
      readonly expression: string;
      readonly detail: 0 | 1;
    }
  /** The value of the last expression. */
  | { readonly type: "result"; readonly cell: CellId; readonly data: JsonObject; readonly metadata: JsonObject }
  /** An uncaught exception or rejection of something that the cell started. */
  | ({ readonly type: "async-error"; readonly cell: CellId } & ErrorReport)
  | {
      readonly type: "input-request";
      readonly cell: CellId;
      readonly id: number;
      readonly prompt: string;
      readonly password: boolean;
      /** The main thread waits: answer on the watchdog's descriptor. */
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
  /** `%check on|off|block`, for this cell's successors. */
  | { readonly type: "check-mode"; readonly mode: CheckMode }
  /** `%reset` forgot every name, or `%npm install` changed what can be imported: the types follow. */
  | { readonly type: "session"; readonly cell: CellId; readonly event: "reset" | "packages" }
  /** The end of one execute, comm-open, comm-msg or comm-close, after everything it printed and showed: exactly one each. */
  | ({
      readonly type: "done";
      readonly cell: CellId;
      readonly userExpressions?: { readonly [name: string]: ExpressionResult };
      /** Left out where the cell declared all its names. */
      readonly undeclared?: Undeclared;
    } & ({ readonly status: "ok" } | ({ readonly status: "error" } & ErrorReport)))
  | { readonly type: "value"; readonly id: number; readonly found: false }
  | ({ readonly type: "value"; readonly id: number; readonly found: true } & Bundle)
  | { readonly type: "members"; readonly id: number; readonly names: readonly Member[] }
  /** Something for the kernel's log, not for a notebook. */
  | { readonly type: "log"; readonly text: string };

/** A member of a value at run time. */
export type Member = { readonly name: string; readonly kind: string };
