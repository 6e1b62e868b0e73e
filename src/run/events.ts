import type { JsonObject } from "../jupyter/json.ts";
import type { CellPosition, CellResult, NotebookResult, OfNotebook, SlowCell } from "./results.ts";

/** Something that happens during a run, for showing its progress. */
export type RunEvent =
  /** Notebook `number` of `of` begins. */
  | (OfNotebook & { readonly type: "notebook-started"; readonly number: number; readonly of: number })
  /** A JupyterHub starts a user's server, for so many seconds by now. */
  | { readonly type: "server-starting"; readonly server: string; readonly seconds: number }
  /** Something the user should know of. */
  | (OfNotebook & { readonly type: "notice"; readonly text: string })
  /** A cell begins; `of` counts all cells of the notebook's file. */
  | (OfNotebook & { readonly type: "cell-started"; readonly cell: CellPosition; readonly of: number })
  /** A cell puts something out: a message of the Jupyter protocol, such as `stream`. */
  | (OfNotebook & {
      readonly type: "output";
      readonly index: number;
      readonly output: string;
      readonly content: JsonObject;
    })
  /** A kernel has said nothing for a while, but is alive. */
  | (OfNotebook & {
      readonly type: "silent";
      /** The cell that runs; undefined while the kernel starts. */
      readonly cell: CellPosition | undefined;
      readonly seconds: number;
      /** The kernel's last reported state: `starting`, `busy`, `idle` or `unknown`. */
      readonly state: string;
      /** True when it runs on a server. */
      readonly isRemote?: boolean;
      /** How long it may take altogether, in seconds; undefined without a limit. */
      readonly limit: number | undefined;
    })
  | (OfNotebook & { readonly type: "cell-finished"; readonly cell: CellResult })
  | (OfNotebook & { readonly type: "notebook-finished"; readonly result: NotebookResult })
  /** All is done. */
  | {
      readonly type: "run-finished";
      readonly ok: boolean;
      readonly seconds: number;
      readonly counts: Readonly<Record<NotebookResult["status"], number>>;
      readonly slowest: readonly SlowCell[];
    };

/** The facts about a kernel that has said nothing for a while. */
export type KernelSilence = Omit<Extract<RunEvent, { type: "silent" }>, "type" | "label">;
