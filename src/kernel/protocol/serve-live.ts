import { languageAsked } from "../../notebook/code-language.ts";
import { initialCheckMode } from "../cell/check-mode.ts";
import type { TypeChecker } from "./checking/type-checker.ts";
import { log } from "./log.ts";
import type { Serve } from "./comms/served-comms.ts";

/** Answers front ends that ask about the notebook's cells while the user types. */
export function serveLive(typeChecker: TypeChecker): Serve {
  return async (_opened, send) => {
    // Only a front end with the extension needs it.
    const { LiveSession } = await import("../live/live-session.ts");
    const startsOff = initialCheckMode(process.env) === "off";
    const language = languageAsked(process.env);
    const session = new LiveSession({ send, directory: process.cwd(), language, startsOff, log });
    const stop = typeChecker.onRefresh(() => session.packagesChanged());
    return {
      receive: (data) => session.receive(data),
      close: () => {
        stop();
        session.close();
      },
    };
  };
}
