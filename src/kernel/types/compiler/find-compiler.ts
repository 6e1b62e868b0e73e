import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NoCompilerError } from "./errors.ts";

/** TypeScript 7 or newer, whose compiler is a separate program. */
export type Compiler = { readonly version: string; readonly program: string };

const OLDEST_TYPESCRIPT = 7;

/**
 * The TypeScript of the project around a folder if it is 7 or newer, else that of this package.
 *
 * @throws {NoCompilerError} when neither can start on this platform.
 */
export function findCompiler(directory: string): Compiler {
  try {
    return compilerFrom(join(directory, "package.json")) ?? ownCompiler() ?? missing("typescript 7 is not installed");
  } catch (cause) {
    const fallback = attempt(ownCompiler);
    if (fallback) return fallback;
    throw cause instanceof NoCompilerError ? cause : new NoCompilerError(cause);
  }
}

/** The TypeScript of this package; undefined when it is not installed. */
export function ownCompiler(): Compiler | undefined {
  return compilerFrom(import.meta.url);
}

// As pnpm installs it, the platform's package resolves only from the real path of typescript.
function compilerFrom(place: string): Compiler | undefined {
  const manifest = attempt(() => createRequire(place).resolve("typescript/package.json"));
  if (manifest === undefined) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  if (typeof version !== "string" || Number.parseInt(version, 10) < OLDEST_TYPESCRIPT) return undefined;
  const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  const folder = dirname(createRequire(manifest).resolve(platform));
  const program = join(folder, "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
  return existsSync(program) ? { version, program } : missing(`${program} does not exist`);
}

function missing(what: string): never {
  throw new NoCompilerError(what);
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
