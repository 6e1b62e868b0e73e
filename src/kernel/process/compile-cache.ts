import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import vm from "node:vm";
import { cacheFolder } from "../../util/cache-folder.ts";
import { codeRoot } from "../../util/package-root.ts";

// By then a process has loaded the code of every start, which is worth caching.
const SETTLED_MS = 2000;

// Cells may replace `process` before the cache is written.
const { pid } = process;

/**
 * Caches the compiled code of everything this process loads from now on in tsnb's cache folder, unless
 * NODE_DISABLE_COMPILE_CACHE is set. Node 22.8 and later do it themselves; older ones cache only tsnb's
 * chunks. Call it before anything large is loaded.
 *
 * @returns a function that ends the caching on an older Node.
 */
export function keepCompiled(): () => void {
  const folder = join(cacheFolder(), "compiled");
  const enable: unknown = Reflect.get(Module, "enableCompileCache");
  if (typeof enable === "function") {
    Reflect.apply(enable, Module, [folder]);
    return () => {};
  }
  const isUnwanted = process.env["NODE_DISABLE_COMPILE_CACHE"] !== undefined;
  if (isUnwanted) return () => {};
  const chunks = join(codeRoot(), "chunks");
  // V8's cached data includes the file name: a chunk at another path needs its own entry.
  return keepChunks(chunks, join(folder, `${process.version}-${process.arch}`, chunks.replace(":", "")));
}

function keepChunks(chunks: string, folder: string): () => void {
  const compile: unknown = Reflect.get(Module.prototype, "_compile");
  if (typeof compile !== "function") return () => {};
  Reflect.set(Module.prototype, "_compile", function compileChunk(this: NodeJS.Module, source: string, path: string) {
    if (dirname(path) !== chunks) return Reflect.apply(compile, this, [source, path]);
    const script = scriptOf(Module.wrap(source), path, join(folder, `${basename(path)}.cache`));
    const run: unknown = script.runInThisContext();
    if (typeof run !== "function") throw new TypeError(`${path} is not a module`);
    return Reflect.apply(run, this.exports, [this.exports, createRequire(path), this, path, chunks]);
  });
  return () => void Reflect.set(Module.prototype, "_compile", compile);
}

function scriptOf(source: string, filename: string, kept: string): vm.Script {
  const cachedData = read(kept);
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const script = new vm.Script(source, { filename, importModuleDynamically, ...(cachedData && { cachedData }) });
  if (script.cachedDataRejected === false) return script;
  let isWritten = false;
  const write = (): void => {
    if (!isWritten) writeWhole(kept, script.createCachedData());
    isWritten = true;
  };
  setTimeout(write, SETTLED_MS).unref();
  process.once("exit", write);
  return script;
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    // There is no cache entry yet.
    return undefined;
  }
}

function writeWhole(file: string, data: Buffer): void {
  const beside = `${file}.${pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(beside, data);
    renameSync(beside, file);
  } catch {
    // Without the entry, the next start takes some milliseconds longer.
  }
}
