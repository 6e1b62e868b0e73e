import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { foldersUpward } from "../../../util/files/nearest-folder.ts";

/** A package whose installed version differs from the loaded one. */
export type OtherVersion = { readonly name: string; readonly loaded: string; readonly installed: string };

type Loaded = { readonly name: string; readonly version: string; readonly manifest: string };

// The last match, because a package may lie inside another one.
const IN_PACKAGE = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)(?=[\\/])/s;

/** The loaded packages, with the versions that were loaded. */
export class LoadedPackages {
  readonly #folder: string;
  readonly #byFolder = new Map<string, Loaded>();
  readonly #told = new Map<string, string>();

  /** @param folder the folder from which the project's imports are looked up. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Records a loaded file, if it belongs to a package. */
  note(path: string): void {
    const [folder, name] = IN_PACKAGE.exec(path) ?? [];
    if (folder === undefined || name === undefined || this.#byFolder.has(folder)) return;
    const manifest = this.#symlink(folder, name) ?? join(folder, "package.json");
    const version = versionIn(manifest);
    this.#byFolder.set(folder, { name: name.replace("\\", "/"), version: version ?? "", manifest });
  }

  /** The packages with another version installed since they were loaded, each reported once. */
  replaced(): OtherVersion[] {
    const found: OtherVersion[] = [];
    for (const { name, version, manifest } of this.#byFolder.values()) {
      const installed = versionIn(manifest) ?? version;
      if (installed === version || this.#told.get(manifest) === installed) continue;
      this.#told.set(manifest, installed);
      found.push({ name, loaded: version, installed });
    }
    return found;
  }

  // pnpm keeps each version of a package in its own folder; the project's symbolic link shows the installed one.
  #symlink(folder: string, name: string): string | undefined {
    const symlinks = foldersUpward(this.#folder).map((at) => join(at, "node_modules", name));
    const own = symlinks.find((symlink) => isSame(symlink, folder));
    return own === undefined ? undefined : join(own, "package.json");
  }
}

function isSame(symlink: string, folder: string): boolean {
  try {
    return realpathSync(symlink) === folder;
  } catch {
    // There is no such folder.
    return false;
  }
}

function versionIn(manifest: string): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(manifest, "utf8"));
    return typeof content === "object" && content !== null && "version" in content
      ? String(content.version)
      : undefined;
  } catch {
    // A removed package stays loaded, and there is no other version to use.
    return undefined;
  }
}
