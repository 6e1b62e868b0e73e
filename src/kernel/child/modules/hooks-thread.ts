import { once } from "node:events";
import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import {
  facing,
  type LoadedModule,
  loadHere,
  type ResolveContext,
  type Resolved,
  resolvedByNode,
  resolveElsewhere,
  resolveHere,
} from "./hooks.ts";
import { readTag } from "./imports/tagged-imports.ts";
import type { News } from "./register-hooks-thread.ts";
import { ProjectModules } from "./project/project-modules.ts";

/**
 * The module hooks for Node below 22.15, which run in their own thread. They see imports only: files loaded by
 * `require` are compiled without them (see commonjs/extend-require.ts).
 */
type Next = (specifier: string, context: ResolveContext) => Promise<Resolved>;

let project: ProjectModules | undefined;
let news = (): News[] => [];
/** Asks the cells' thread for the names that a CommonJS module exports. */
let keysOf = async (_path: string): Promise<readonly string[]> => [];

export function initialize({ notebook, port }: { readonly notebook: string; readonly port: MessagePort }): void {
  port.unref();
  news = () => {
    const received: News[] = [];
    for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) received.push(got.message);
    return received;
  };
  keysOf = async (path) => {
    const { port1, port2 } = new MessageChannel();
    port.postMessage({ keysOf: path, answer: port2 }, [port2]);
    const [keys] = await once(port1, "message");
    port1.close();
    return keys;
  };
  project = new ProjectModules({
    notebook,
    onCompiled: (file) => port.postMessage({ compiled: file }),
    onStale: (stale) => port.postMessage({ stale }),
    onInstalled: (installed) => port.postMessage({ installed }),
  });
}

export async function resolve(tagged: string, context: ResolveContext, next: Next): Promise<Resolved> {
  if (!project) return next(tagged, context);
  for (const { stale = [], failure } of news()) {
    project.expire(stale);
    if (failure) project.failed(failure);
  }
  const tag = readTag(tagged);
  const resolved = await resolvePlain(project, tag?.specifier ?? tagged, context, next);
  return facing(project, tag, resolved, context);
}

async function resolvePlain(
  modules: ProjectModules,
  specifier: string,
  context: ResolveContext,
  next: Next,
): Promise<Resolved> {
  const here = resolveHere(modules, specifier, context);
  if (here) return here;
  try {
    return resolvedByNode(modules, await next(specifier, context), context);
  } catch (error) {
    return resolveElsewhere(modules, specifier, context, error);
  }
}

export async function load(
  url: string,
  context: object,
  next: (url: string, context: object) => Promise<LoadedModule>,
): Promise<LoadedModule> {
  if (!project) return next(url, context);
  const path = project.runFirst(url);
  const keys = path === undefined ? [] : await keysOf(path);
  return loadHere(project, url, () => keys) ?? next(url, context);
}
