import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

const ACCESS =
  /\benv(?:ironment)?\??\.?\[\s*"([A-Z][A-Z0-9_]+)"\s*\]|\benv\.([A-Z][A-Z0-9_]{2,})|\b((?:TSNB|JPY)_[A-Z_]+)\b/g;

/** Every environment variable that the source reads or sets. */
function variablesInSource(): string[] {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(root, "src", file), "utf8"));
  const names = texts.flatMap((text) =>
    [...text.matchAll(ACCESS)].map(([, index, field, own]) => index ?? field ?? own ?? ""),
  );
  return [...new Set(names)].toSorted();
}

/** The variables in the first column of the page's tables. */
function variablesInPage(): string[] {
  const page = readFileSync(join(root, "docs", "environment.md"), "utf8");
  const firsts = page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|")[1] ?? "");
  return firsts.flatMap((cell) => [...cell.matchAll(/`([A-Z0-9_]+)`/g)].map(([, name = ""]) => name)).toSorted();
}

it("lists in docs/environment.md the environment variables of the source, and no others", () => {
  expect(variablesInPage()).toEqual(variablesInSource());
});
