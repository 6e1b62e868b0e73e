import type { Serve } from "./served-comms.ts";

/** Answers a front end that asks about the cells of its notebook while they are typed. */
export const serveLive: Serve = async (_opened, send) => {
  // Only a front end with the extension needs it.
  const { LiveSession } = await import("../live/session.ts");
  return new LiveSession(send);
};
