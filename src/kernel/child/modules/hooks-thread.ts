import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import {
  type LoadedModule,
  loadHere,
  type ResolveContext,
  type Resolved,
  resolvedByNode,
  resolveHere,
  resolveOwn,
} from "./hooks.ts";
import type { News } from "./register-thread.ts";
import { ProjectModules } from "./project-modules.ts";

/**
 * The hooks of Node below 22.15, which run in a thread of their own. They see imports only: what is
 * loaded by `require` is compiled without them (see extend-require.ts).
 */
let project: ProjectModules | undefined;
let news = (): News[] => [];

export function initialize({ notebook, port }: { readonly notebook: string; readonly port: MessagePort }): void {
  port.unref();
  news = () => {
    const told: News[] = [];
    for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) told.push(got.message);
    return told;
  };
  project = new ProjectModules({
    notebook,
    onCompiled: (file) => port.postMessage({ compiled: file }),
    onStale: (stale) => port.postMessage({ stale }),
  });
}

export async function resolve(
  specifier: string,
  context: ResolveContext,
  next: (specifier: string, context: ResolveContext) => Promise<Resolved>,
): Promise<Resolved> {
  if (!project) return next(specifier, context);
  for (const { stale = [], failure } of news()) {
    project.expire(stale);
    if (failure) project.failed(failure);
  }
  const here = resolveHere(project, specifier, context);
  if (here) return here;
  try {
    return resolvedByNode(project, await next(specifier, context), context);
  } catch (error) {
    return resolveOwn(project, specifier, error);
  }
}

export async function load(
  url: string,
  context: object,
  next: (url: string, context: object) => Promise<LoadedModule>,
): Promise<LoadedModule> {
  return (project && loadHere(project, url)) ?? next(url, context);
}
