import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cachedDataVersionTag } from "node:v8";
import vm from "node:vm";
import { cacheFolder } from "../files/cache-folder.ts";
import { makeFolderSync } from "../files/make-folder.ts";

// By then a process has run the code that every start runs, whose compiled form is worth keeping.
const SETTLED_MS = 2000;
// 128 bits of a digest, in hexadecimal.
const NAME_CHARACTERS = 32;

// Cells may replace `process` before the cache is written.
const { pid } = process;

/** The folder for compiled code, in tsnb's cache folder. */
export function compiledFolder(): string {
  return join(cacheFolder(), "compiled");
}

/** True unless NODE_DISABLE_COMPILE_CACHE is set, which turns off Node's own cache of compiled code, too. */
export function mayKeepCompiled(): boolean {
  return process.env["NODE_DISABLE_COMPILE_CACHE"] === undefined;
}

/**
 * A script in the form that V8 compiled it to at an earlier start, kept in tsnb's cache folder; compiled now where there
 * is none. For V8, the kept form fits any source of the same length, so the digest of the source is in its name.
 *
 * @param filename the name in stack traces.
 */
export function compiledScript(source: string, filename: string): vm.Script {
  if (!mayKeepCompiled()) return new vm.Script(source, { filename });
  const digest = createHash("sha256").update(filename).update("\0").update(source).digest("hex");
  const folder = join(compiledFolder(), `${process.version}-${process.arch}-${cachedDataVersionTag()}`);
  return keptScript(source, { filename }, join(folder, `${digest.slice(0, NAME_CHARACTERS)}.cache`));
}

/** Like {@link compiledScript}, with the file for the compiled form, used for this source and Node.js only. */
export function keptScript(source: string, options: vm.ScriptOptions, kept: string): vm.Script {
  const cachedData = read(kept);
  const script = new vm.Script(source, { ...options, ...(cachedData && { cachedData }) });
  if (script.cachedDataRejected === false) return script;
  if (unwritten.size === 0) {
    setTimeout(writeKept, SETTLED_MS).unref();
    process.once("exit", writeKept);
  }
  unwritten.set(kept, script);
  return script;
}

/** The scripts to keep, by their files. */
const unwritten = new Map<string, vm.Script>();

/** Writes the compiled forms that are still to be kept. */
export function writeKept(): void {
  process.off("exit", writeKept);
  for (const [file, script] of unwritten) writeWhole(file, script.createCachedData());
  unwritten.clear();
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
    makeFolderSync(dirname(file));
    writeFileSync(beside, data);
    renameSync(beside, file);
  } catch {
    // Without the entry, the next start takes some milliseconds longer.
  }
}
