import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { codeRoot } from "../../../util/package-root.ts";
import type { ProjectModulesOptions } from "./project-modules.ts";

/**
 * Below Node 22.15: imports are looked up in a thread, which sends what it compiles before Node runs it.
 *
 * @returns a function that takes in what the thread sent so far.
 */
export function registerThread(notebook: string, events: Omit<ProjectModulesOptions, "notebook">): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const thread = pathToFileURL(join(codeRoot(), "kernel", "child", "modules", "hooks-thread.js"));
  register(thread, { data: { notebook, port: port2 }, transferList: [port2] });
  return () => {
    for (let got = receiveMessageOnPort(port1); got; got = receiveMessageOnPort(port1)) {
      const { compiled, stale } = got.message;
      if (compiled) events.onCompiled(compiled);
      if (stale) events.onStale(stale);
    }
  };
}
