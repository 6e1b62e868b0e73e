import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { codeRoot } from "../../../util/package-root.ts";
import type { Failure, ProjectModulesOptions } from "./project-modules.ts";

/** Files to load anew that were edited, or are required by such; and a load that failed. */
export type News = { readonly stale?: readonly string[]; readonly failure?: Failure };

/** The thread that imports are looked up in. */
export type HooksThread = {
  /** Takes in what the thread sent so far. */
  readonly receive: () => void;
  /** Tells it what it cannot see, before the next import. */
  readonly tell: (news: News) => void;
};

/** Below Node 22.15: imports are looked up in a thread, which sends what it compiles before Node runs it. */
export function registerThread(notebook: string, events: Omit<ProjectModulesOptions, "notebook">): HooksThread {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const thread = pathToFileURL(join(codeRoot(), "kernel", "child", "modules", "hooks-thread.js"));
  register(thread, { data: { notebook, port: port2 }, transferList: [port2] });
  return {
    receive() {
      for (let got = receiveMessageOnPort(port1); got; got = receiveMessageOnPort(port1)) {
        const { compiled, stale } = got.message;
        if (compiled) events.onCompiled(compiled);
        if (stale) events.onStale(stale);
      }
    },
    tell: (news) => port1.postMessage(news),
  };
}
