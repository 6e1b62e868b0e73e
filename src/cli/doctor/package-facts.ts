import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { messageOf } from "../../util/error.ts";
import { packageVersion } from "../../util/package-version.ts";
import type { PackageFact } from "./facts.ts";

type NativePackage = { readonly name: string; readonly load: () => Promise<unknown> };

/** The packages with native code, which an installation may lack for its platform. */
const NATIVE: readonly NativePackage[] = [
  { name: "nodejs-polars", load: () => import("nodejs-polars") },
  { name: "zeromq", load: () => import("zeromq") },
  { name: "@resvg/resvg-js", load: () => import("@resvg/resvg-js") },
];

/** The versions of the packages with native code, and the reasons why any do not load. */
export async function packageFacts(packages: readonly NativePackage[] = NATIVE): Promise<readonly PackageFact[]> {
  return Promise.all(packages.map(packageFact));
}

async function packageFact({ name, load }: NativePackage): Promise<PackageFact> {
  const version = versionOf(name);
  try {
    await load();
    return { name, version };
  } catch (error) {
    return { name, version, problem: messageOf(error).split("\n")[0] ?? "" };
  }
}

// A package need not export its package.json.
function versionOf(name: string): string {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const file = folders.map((folder) => join(folder, name, "package.json")).find((path) => existsSync(path));
  return file === undefined ? "not installed" : packageVersion(file);
}
