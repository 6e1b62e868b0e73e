import { readFileSync } from "node:fs";

/** The version that a package.json names; "unknown" where it names none. */
export function packageVersion(file: string): string {
  const manifest: unknown = JSON.parse(readFileSync(file, "utf8"));
  const isKnown = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isKnown && typeof manifest.version === "string" ? manifest.version : "unknown";
}
