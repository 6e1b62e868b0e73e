import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { codeRoot } from "../../../util/package-root.ts";
import { exportNamesOf } from "./commonjs/interop.ts";
import type { CompiledFile, FailedLoad, ProjectModulesOptions } from "./project/project-modules.ts";

/** Files to load again, because they or files that require them were edited, and a failed load. */
export type News = { readonly stale?: readonly string[]; readonly failure?: FailedLoad };

/** The thread's messages; `answer` receives the export names of a CommonJS module, known only after its run. */
type Told = {
  readonly compiled?: CompiledFile;
  readonly stale?: readonly string[];
  readonly installed?: string;
  readonly keysOf?: string;
  readonly answer?: MessagePort;
};

/** The thread of the module hooks. */
export type HooksThread = {
  /** Receives the thread's messages so far. */
  readonly receive: () => void;
  /** Sends the thread news that it cannot see, before the next import. */
  readonly tell: (news: News) => void;
};

/** For Node below 22.15: looks up imports in a thread, which reports each file that it compiles before Node runs it. */
export function registerThread(notebook: string, events: Omit<ProjectModulesOptions, "notebook">): HooksThread {
  const { port1, port2 } = new MessageChannel();
  const take = ({ compiled, stale, installed, keysOf: path, answer: port }: Told): void => {
    if (compiled) events.onCompiled(compiled);
    if (stale) events.onStale(stale);
    if (installed !== undefined) events.onInstalled(installed);
    if (path !== undefined) port?.postMessage(keysOrNone(path));
  };
  port1.on("message", take);
  port1.unref();
  const thread = pathToFileURL(join(codeRoot(), "kernel", "child", "modules", "hooks-thread.js"));
  register(thread, { data: { notebook, port: port2 }, transferList: [port2] });
  return {
    receive() {
      for (let got = receiveMessageOnPort(port1); got; got = receiveMessageOnPort(port1)) take(got.message);
    },
    tell: (news) => port1.postMessage(news),
  };
}

// The import that follows fails for the same reason, and reports it.
function keysOrNone(path: string): readonly string[] {
  try {
    return exportNamesOf(path);
  } catch {
    return [];
  }
}
