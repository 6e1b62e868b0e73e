import Module from "node:module";
import { join } from "node:path";
import { cacheFolder } from "../util/cache-folder.ts";

/**
 * Lets Node keep the compiled form of what this process loads, beside what else tsnb keeps: from Node 22.8,
 * unless NODE_DISABLE_COMPILE_CACHE is set. Called before anything large is loaded.
 */
export function keepCompiled(): void {
  const enable: unknown = Reflect.get(Module, "enableCompileCache");
  if (typeof enable === "function") Reflect.apply(enable, Module, [join(cacheFolder(), "compiled")]);
}
