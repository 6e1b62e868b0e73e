import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, extname, join, parse, relative } from "node:path";
import { promisify } from "node:util";
import { cellConfig } from "../../kernel/types/compiler/settings/cell-config.ts";
import { findCompiler } from "../../kernel/types/compiler/find-compiler.ts";
import { GLOBALS } from "../../kernel/types/modules/kernel-globals.ts";
import { WriteError } from "../../util/files/write-atomic.ts";
import type { CheckSubject } from "../subject.ts";
import { UndeclarableTypeError } from "./errors.ts";
import type { ExportingModule } from "./exporting-module.ts";

// Types that cannot be named (TS2742, TS4xxx, TS7056, TS9xxx); other errors are the check's to report.
const UNDECLARABLE = /error TS(?:2742|4\d{3}|7056|9\d{3}): (.*)/;

/**
 * TypeScript's declarations of a module in a notebook's folder, from which it imports files. The compiler emits
 * declarations only for files that exist, so the module is written to a file meanwhile.
 *
 * @throws {UndeclarableTypeError} when a type has no name that the declarations could use.
 * @throws {WriteError} when nothing can be written in that folder.
 */
export async function emitDeclarations(subject: CheckSubject, { text, ending }: ExportingModule): Promise<string> {
  const { directory, label, language } = subject;
  const module = join(directory, `.tsnb-${randomUUID().slice(0, 8)}${ending}`);
  const place = await mkdtemp(join(directory, ".tsnb-")).catch((error: unknown) => {
    throw new WriteError(directory, error);
  });
  try {
    const globals = join(place, "globals.mts");
    const config = join(place, "tsconfig.json");
    const out = join(place, "out");
    const { json } = cellConfig(directory, [module, globals], language);
    const compilerOptions = {
      ...Object(json["compilerOptions"]),
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      noEmitOnError: false,
      // All files that the module can import lie below this root.
      rootDir: parse(directory).root,
      outDir: out,
      declarationDir: out,
    };
    await writeFile(module, text);
    await writeFile(globals, GLOBALS);
    await writeFile(config, JSON.stringify({ ...json, compilerOptions }));
    const said = await compile(findCompiler(directory).program, config, directory);
    const undeclarable = UNDECLARABLE.exec(said)?.[1];
    if (undeclarable !== undefined) throw new UndeclarableTypeError(label, undeclarable);
    const wanted = basename(module, extname(module));
    const emitted = (await readdir(out, { recursive: true })).find((path) => basename(path).startsWith(`${wanted}.d.`));
    if (emitted === undefined) throw new UndeclarableTypeError(label, said.trim() || "the compiler wrote nothing");
    return await readFile(join(out, emitted), "utf8");
  } finally {
    await Promise.all([module, place].map((path) => rm(path, { recursive: true, force: true })));
  }
}

async function compile(program: string, config: string, cwd: string): Promise<string> {
  const args = ["--project", relative(cwd, config), "--pretty", "false"];
  try {
    return (await promisify(execFile)(program, args, { cwd, maxBuffer: 64e6, windowsHide: true })).stdout;
  } catch (error) {
    // The compiler exits with 1 or 2 if there are errors, but emits all the same.
    if (error instanceof Error && "stdout" in error && typeof error.stdout === "string") return error.stdout;
    throw error;
  }
}
