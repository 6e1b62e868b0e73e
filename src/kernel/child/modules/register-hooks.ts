import Module from "node:module";
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
import { exportNamesOf } from "./commonjs/interop.ts";
import { readTag } from "./imports/tagged-imports.ts";
import type { ProjectModules } from "./project/project-modules.ts";

type SyncHooks = {
  readonly resolve: (
    specifier: string,
    context: ResolveContext,
    next: (specifier: string, context: ResolveContext) => Resolved,
  ) => Resolved;
  readonly load: (url: string, context: object, next: (url: string, context: object) => LoadedModule) => LoadedModule;
};

const registerHooks: unknown = Reflect.get(Module, "registerHooks");

/** True when hooks see both imports and `require`: from Node 22.15 on. */
export const hasSyncHooks: boolean = typeof registerHooks === "function";

/** Registers hooks for imports and `require`, where Node supports them. */
export function registerSyncHooks(project: ProjectModules): void {
  if (typeof registerHooks !== "function") return;
  const hooks: SyncHooks = {
    resolve(tagged, context, next) {
      const tag = readTag(tagged);
      const specifier = tag?.specifier ?? tagged;
      const plain = (): Resolved => {
        const here = resolveHere(project, specifier, context);
        if (here) return here;
        try {
          return resolvedByNode(project, next(specifier, context), context);
        } catch (error) {
          return resolveElsewhere(project, specifier, context, error);
        }
      };
      return facing(project, tag, plain(), context);
    },
    load: (url, context, next) => loadHere(project, url, exportNamesOf) ?? next(url, context),
  };
  Reflect.apply(registerHooks, Module, [hooks]);
}
