import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** A package of which another version is installed than the one in memory. */
export type OtherVersion = { readonly name: string; readonly loaded: string; readonly installed: string };

type Loaded = { readonly name: string; readonly version: string; readonly manifest: string };

// The last of them: a package may lie inside another one.
const IN_PACKAGE = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)(?=[\\/])/s;

/** The installed packages that are in memory, with the versions that they had when they were loaded. */
export class LoadedPackages {
  readonly #folder: string;
  readonly #byFolder = new Map<string, Loaded>();
  readonly #told = new Map<string, string>();

  /** @param folder where the project's imports are looked up from. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes note of a file that was loaded, if it is a package's. */
  note(path: string): void {
    const [folder, name] = IN_PACKAGE.exec(path) ?? [];
    if (folder === undefined || name === undefined || this.#byFolder.has(folder)) return;
    const manifest = this.#symlink(folder, name) ?? join(folder, "package.json");
    const version = versionIn(manifest);
    this.#byFolder.set(folder, { name: name.replace("\\", "/"), version: version ?? "", manifest });
  }

  /** Those of which another version was installed since, each told once. */
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

  // pnpm links each version of a package from a folder of its own.
  #symlink(folder: string, name: string): string | undefined {
    for (let at = this.#folder; ; at = dirname(at)) {
      const symlink = join(at, "node_modules", name);
      if (isSame(symlink, folder)) return join(symlink, "package.json");
      if (dirname(at) === at) return undefined;
    }
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
    // What was removed is still in memory, and nothing else is there to use.
    return undefined;
  }
}
