import { register } from "node:module";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { ProjectModulesOptions } from "./project-modules.ts";

/**
 * Below Node 22.15: imports are looked up in a thread, which sends what it compiles before Node runs it.
 *
 * @returns a function that takes in what the thread sent so far.
 */
export function registerThread(notebook: string, events: Omit<ProjectModulesOptions, "notebook">): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  register(new URL("hooks-thread.js", import.meta.url), { data: { notebook, port: port2 }, transferList: [port2] });
  return () => {
    for (let got = receiveMessageOnPort(port1); got; got = receiveMessageOnPort(port1)) {
      const { compiled, stale } = got.message;
      if (compiled) events.onCompiled(compiled);
      if (stale) events.onStale(stale);
    }
  };
}
