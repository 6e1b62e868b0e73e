import type { JsonObject } from "../jupyter/json.ts";
import type { CellPosition, CellResult, NotebookResult, OfNotebook, SlowCell } from "./results.ts";

/** Something that happens during a run, for showing its progress. */
export type RunEvent =
  /** Notebook `number` of `of` begins. */
  | (OfNotebook & { readonly type: "notebook-started"; readonly number: number; readonly of: number })
  /** A JupyterHub is starting a user's server; `seconds` counts the wait so far. */
  | { readonly type: "server-starting"; readonly server: string; readonly seconds: number }
  /** A server of several cannot be used, or does not answer any more; it is asked again and again. */
  | { readonly type: "server-failed"; readonly server: string; readonly reason: string }
  /** A server that had failed is used again. */
  | { readonly type: "server-returned"; readonly server: string }
  /** Something the user should know. */
  | (OfNotebook & { readonly type: "notice"; readonly text: string })
  /** A cell begins; `of` counts all cells of the notebook's file. */
  | (OfNotebook & { readonly type: "cell-started"; readonly cell: CellPosition; readonly of: number })
  /** A cell produces output: a message of the Jupyter protocol, such as `stream`. */
  | (OfNotebook & {
      readonly type: "output";
      readonly index: number;
      readonly output: string;
      readonly content: JsonObject;
    })
  /** A kernel has sent nothing for a while, but is alive. */
  | (OfNotebook & {
      readonly type: "silent";
      /** The running cell; undefined while the kernel starts. */
      readonly cell: CellPosition | undefined;
      readonly seconds: number;
      /** The kernel's last reported state: `starting`, `busy`, `idle` or `unknown`; `disconnected` without a connection. */
      readonly state: string;
      /** True when the kernel runs on a server. */
      readonly isRemote?: boolean;
      /** The time allowed in total, in seconds; undefined without a limit. */
      readonly limit: number | undefined;
    })
  | (OfNotebook & { readonly type: "cell-finished"; readonly cell: CellResult })
  | (OfNotebook & { readonly type: "notebook-finished"; readonly result: NotebookResult })
  /** The run has ended; `seconds` is its total time. */
  | {
      readonly type: "run-finished";
      readonly ok: boolean;
      readonly seconds: number;
      readonly counts: Readonly<Record<NotebookResult["status"], number>>;
      readonly slowest: readonly SlowCell[];
    };

/** The facts about a kernel that has sent nothing for a while. */
export type KernelSilence = Omit<Extract<RunEvent, { type: "silent" }>, "type" | "label">;
