import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** Creates a folder with these files, by relative path, and removes it when the test ends. Returns its path. */
export function scratch(files: Record<string, string | Uint8Array> = {}): string {
  const folder = newFolder(files);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Like {@link scratch}, for all tests of a file or of a `describe`: the folder is removed after them. */
export function sharedScratch(files: Record<string, string | Uint8Array> = {}): string {
  const folder = newFolder(files);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty folder for all tests of a file, by its real path, and a function that writes files into it. */
export function sharedFolder(): { readonly folder: string; readonly write: (file: string, text: string) => void } {
  const folder = realpathSync(sharedScratch());
  return {
    folder,
    write: (file, text) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
  };
}

function newFolder(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), "tsnb-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
