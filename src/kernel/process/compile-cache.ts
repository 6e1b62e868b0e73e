import Module, { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import vm from "node:vm";
import { compiledFolder, keptScript, mayKeepCompiled, writeKept } from "../../util/programs/compiled-script.ts";
import { codeRoot } from "../../util/package-root.ts";

export type CompileCache = {
  /** Writes what has been compiled so far. V8 rejects code that was written under other flags. */
  readonly write: () => void;
  /** Ends the caching on older versions of Node. */
  readonly end: () => void;
};

/**
 * Caches the compiled code of everything this process loads from now on in tsnb's cache folder, unless
 * NODE_DISABLE_COMPILE_CACHE is set. Node 22.8 and later have such a cache; on older versions only tsnb's
 * chunks are cached. Call it before anything large is loaded.
 */
export function keepCompiled(): CompileCache {
  const folder = compiledFolder();
  const enable: unknown = Reflect.get(Module, "enableCompileCache");
  if (typeof enable === "function") {
    Reflect.apply(enable, Module, [folder]);
    return { write: flushCompileCache, end: () => {} };
  }
  if (!mayKeepCompiled()) return { write: () => {}, end: () => {} };
  const chunks = join(codeRoot(), "chunks");
  // V8's cached data includes the file name: a chunk at another path needs its own entry.
  const end = keepChunks(chunks, join(folder, `${process.version}-${process.arch}`, chunks.replace(":", "")));
  return { write: writeKept, end };
}

// Node 22.10 and later have it; earlier ones write only when the process ends.
function flushCompileCache(): void {
  const flush: unknown = Reflect.get(Module, "flushCompileCache");
  if (typeof flush === "function") Reflect.apply(flush, Module, []);
}

function keepChunks(chunks: string, folder: string): () => void {
  const compile: unknown = Reflect.get(Module.prototype, "_compile");
  if (typeof compile !== "function") return () => {};
  Reflect.set(Module.prototype, "_compile", function compileChunk(this: NodeJS.Module, source: string, path: string) {
    if (dirname(path) !== chunks) return Reflect.apply(compile, this, [source, path]);
    const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    const options = { filename: path, importModuleDynamically };
    const script = keptScript(Module.wrap(source), options, join(folder, `${basename(path)}.cache`));
    const run: unknown = script.runInThisContext();
    if (typeof run !== "function") throw new TypeError(`${path} is not a module`);
    return Reflect.apply(run, this.exports, [this.exports, createRequire(path), this, path, chunks]);
  });
  return () => void Reflect.set(Module.prototype, "_compile", compile);
}
