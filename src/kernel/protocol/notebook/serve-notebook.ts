import type { Serve } from "../comms/served-comms.ts";
import type { Supervisor } from "../supervision/supervisor.ts";
import type { NotebookSession } from "./notebook-session.ts";

/** Sends a front end the states of its notebook's cells, and their variables. */
export function serveNotebook(session: NotebookSession, supervisor: Supervisor): Serve {
  return async (_opened, send) => {
    // Only a front end with the extension needs it.
    const { NotebookListener } = await import("./notebook-listener.ts");
    return new NotebookListener({ session, supervisor, send });
  };
}
