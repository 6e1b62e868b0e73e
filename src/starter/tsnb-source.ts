import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import * as v from "valibot";
import { packageRoot } from "../util/package-root.ts";
import { packageVersion } from "../util/package-version.ts";

const Lock = v.object({ packages: v.record(v.string(), v.object({ resolved: v.optional(v.string()) })) });

/** The source of an installed package: a version for package.json, or a path on this machine. */
export type PackageSource =
  | { readonly kind: "public"; readonly version: string }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "tarball"; readonly path: string };

/**
 * The source of this tsnb: the registry or a repository, which every machine reaches, or a folder or tarball on this
 * machine. Only npm's list of a project's packages records it; after a global install, or with pnpm or yarn, the
 * installed folder itself is the source.
 */
export function tsnbSource(root: string = packageRoot()): PackageSource {
  const modules = dirname(root);
  if (basename(modules) !== "node_modules") return { kind: "folder", path: root };
  const entry = listedIn(join(modules, ".package-lock.json"));
  if (entry === undefined) return { kind: "folder", path: root };
  const from = entry.resolved;
  if (from?.startsWith("file:")) {
    const path = resolve(modules, "..", from.slice("file:".length));
    return { kind: path.endsWith(".tgz") ? "tarball" : "folder", path };
  }
  const version = from?.startsWith("git") ? from : `^${packageVersion(join(root, "package.json"))}`;
  return { kind: "public", version };
}

function listedIn(lockFile: string): { readonly resolved?: string | undefined } | undefined {
  if (!existsSync(lockFile)) return undefined;
  const { packages } = v.parse(Lock, JSON.parse(readFileSync(lockFile, "utf8")));
  return packages["node_modules/tsnb"];
}
