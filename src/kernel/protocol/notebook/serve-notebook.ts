import type { Serve } from "../served-comms.ts";
import type { Supervisor } from "../supervision/supervisor.ts";
import type { NotebookSession } from "./notebook-session.ts";

/** Tells a front end how the cells of its notebook stand, and what their variables are. */
export function serveNotebook(session: NotebookSession, supervisor: Supervisor): Serve {
  return async (_opened, send) => {
    // Only a front end with the extension needs it.
    const { NotebookListener } = await import("./notebook-listener.ts");
    return new NotebookListener({ session, supervisor, send });
  };
}
