import type { JsonObject } from "../jupyter/json.ts";
import type { CellPosition, CellResult, NotebookResult, OfNotebook, SlowCell } from "./results.ts";

/** Something that happens during a run, for showing its progress. */
export type RunEvent =
  /** A notebook begins. */
  | (OfNotebook & {
      readonly type: "notebook-started";
      /** The notebook's number in the run, from 1. */
      readonly number: number;
      /** The number of notebooks in the run. */
      readonly of: number;
    })
  /** A JupyterHub is starting a user's server. */
  | {
      readonly type: "server-starting";
      /** The server's base URL. */
      readonly server: string;
      /** The wait so far, in seconds. */
      readonly seconds: number;
    }
  /** A server of several cannot be used, or does not answer any more; it is asked again and again. */
  | {
      readonly type: "server-failed";
      /** The server's base URL. */
      readonly server: string;
      /** The message of the error, one sentence or two. */
      readonly reason: string;
    }
  /** A server that had failed is used again. */
  | {
      readonly type: "server-returned";
      /** The server's base URL. */
      readonly server: string;
    }
  /** Something the user should know. */
  | (OfNotebook & {
      readonly type: "notice";
      /** One sentence. */
      readonly text: string;
    })
  /** A cell begins. */
  | (OfNotebook & {
      readonly type: "cell-started";
      /** The cell that begins. */
      readonly cell: CellPosition;
      /** The number of cells in the notebook's file, those without code included. */
      readonly of: number;
    })
  /** A cell produces output. */
  | (OfNotebook & {
      readonly type: "output";
      /** The cell's place among all cells of the executed notebook, from 0. */
      readonly index: number;
      /** The type of the message in the Jupyter protocol, such as `stream` or `display_data`. */
      readonly output: string;
      /** The content of that message; long streams come in several. */
      readonly content: JsonObject;
    })
  /** A kernel has sent nothing for a while, but is alive. */
  | (OfNotebook & {
      readonly type: "silent";
      /** The running cell; undefined while the kernel starts. */
      readonly cell: CellPosition | undefined;
      /** The time without a message, in seconds. */
      readonly seconds: number;
      /** The kernel's last reported state: `starting`, `busy`, `idle` or `unknown`; `disconnected` without a connection. */
      readonly state: string;
      /** True when the kernel runs on a server. */
      readonly isRemote?: boolean;
      /** The time allowed in total, in seconds; undefined without a limit. */
      readonly limit: number | undefined;
    })
  /** A cell has ended, was skipped, or was taken from the cache. */
  | (OfNotebook & {
      readonly type: "cell-finished";
      /** The cell's result. */
      readonly cell: CellResult;
    })
  /** A notebook has ended. */
  | (OfNotebook & {
      readonly type: "notebook-finished";
      /** The notebook's result. */
      readonly result: NotebookResult;
    })
  /** The run has ended. */
  | {
      readonly type: "run-finished";
      /** True when every notebook passed, and type errors did not fail the run. */
      readonly ok: boolean;
      /** The total time of the run, in seconds. */
      readonly seconds: number;
      /** The number of notebooks with each status. */
      readonly counts: Readonly<Record<NotebookResult["status"], number>>;
      /** Up to five cells that took a second or more, the slowest first; those from the cache do not count. */
      readonly slowest: readonly SlowCell[];
    };

/** The facts about a kernel that has sent nothing for a while. */
export type KernelSilence = Omit<Extract<RunEvent, { type: "silent" }>, "type" | "label">;
