import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { messageOf } from "../../../../util/error.ts";
import type { Compiler } from "../find-compiler.ts";
import type { Diagnostic } from "../../service-interface.ts";
import { isRemovedSetting } from "./removed-settings.ts";

// Syntax errors, unknown options and values, and missing files.
const SETTINGS =
  /^(?:(?<file>.+)\((?<line>\d+),(?<column>\d+)\): )?error (?<code>TS(?:1\d{3}|5023|5024|5083|6046|18\d{3}|6053)): (?<message>.+)$/gm;

/**
 * The errors in a tsconfig.json, in the compiler's words. They are warnings, because its other options apply. Options
 * that TypeScript 7 removed are ignored, because cells do not need them.
 */
export async function configTroubles({ program }: Compiler, project: string): Promise<Diagnostic[]> {
  // The compiler reports them only when it compiles something.
  const folder = mkdtempSync(join(tmpdir(), "tsnb-config-"));
  const tidy = (): void => rmSync(folder, { recursive: true, force: true });
  // The kernel may end before the folder is removed.
  process.once("exit", tidy);
  try {
    const compilerOptions = { noEmit: true, noLib: true, types: [] };
    await writeFile(join(folder, "empty.ts"), "");
    const config = JSON.stringify({
      extends: project,
      files: ["empty.ts"],
      include: [],
      references: [],
      compilerOptions,
    });
    await writeFile(join(folder, "tsconfig.json"), config);
    const cwd = dirname(project);
    const said = await promisify(execFile)(program, ["-p", folder, "--pretty", "false"], {
      cwd,
      windowsHide: true,
    }).then(
      () => "",
      (error: unknown) => (error instanceof Error && "stdout" in error ? String(error.stdout) : messageOf(error)),
    );
    const troubles = Array.from(
      said.replaceAll(join(cwd, sep), "").matchAll(SETTINGS),
      ({ groups = {} }): Diagnostic & { file: string } => {
        const { file = basename(project), line, column, code = "", message = "" } = groups;
        const place = line === undefined ? file : `${file}(${line},${column})`;
        const rendered = `\x1b[1mwarning ${code}\x1b[0m ${place}: ${message.trimEnd()}`;
        const from = { line: Number(line ?? 1), column: Number(column ?? 1) };
        const at = { ...from, endLine: from.line, endColumn: from.column };
        return { severity: "warning", code, message, ...at, file: resolve(cwd, file), rendered };
      },
    );
    return troubles.filter((trouble) => !isRemovedSetting(trouble, textAt(trouble)));
  } finally {
    process.off("exit", tidy);
    tidy();
  }
}

function textAt({ file, line, column }: Pick<Diagnostic, "line" | "column"> & { readonly file: string }): string {
  try {
    return (readFileSync(file, "utf8").split(/\r?\n/)[line - 1] ?? "").slice(column - 1);
  } catch {
    // The error is about the missing file itself.
    return "";
  }
}
