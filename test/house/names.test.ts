import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { globSync } from "tinyglobby";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

/** Each file that follows one of these patterns exports the same names, which a list or a table of files joins. */
const FORMS: readonly (readonly [files: RegExp, names: readonly string[]])[] = [
  [/^src\/cli\/commands\//, ["command"]],
  [/^src\/display\/looks\//, ["is", "draw", "text"]],
  [/^src\/kernel\/magic\/[\w-]+\.ts$/, ["check"]],
];

/** Names that users import from two entries, or that an entry wraps for its users. */
const OF_ENTRIES = new Set([
  "checkNotebooks",
  "convert",
  "display",
  "html",
  "Output",
  "progress",
  "Progress",
  "ProgressOptions",
  "readNotebook",
]);

function declaredIn(code: string): string[] {
  const found = parseSync("file.ts", code).program.body.flatMap((node) => {
    const declaration = node.type === "ExportNamedDeclaration" ? node.declaration : null;
    if (declaration === null) return [];
    if (declaration.type === "VariableDeclaration") {
      return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
    }
    return "id" in declaration && declaration.id?.type === "Identifier" ? [declaration.id.name] : [];
  });
  // An overloaded function is declared several times.
  return [...new Set(found)];
}

it("exports each name from one file only", () => {
  const places = new Map<string, string[]>();
  for (const file of globSync(["src/**/*.ts", "labextension/src/**/*.ts"], { cwd: root })) {
    const isOfForm = (name: string): boolean =>
      FORMS.some(([files, names]) => files.test(file) && names.includes(name));
    for (const name of declaredIn(readFileSync(join(root, file), "utf8"))) {
      if (!isOfForm(name)) places.set(name, [...(places.get(name) ?? []), file]);
    }
  }
  expect(places.size).toBeGreaterThan(1000);
  const twice = [...places].filter(([name, files]) => files.length > 1 && !OF_ENTRIES.has(name));
  expect(Object.fromEntries(twice)).toEqual({});
});

it("finds the names that a file declares", () => {
  const code =
    "export type A = 1; export const b = 1; export function c() {} export class D {} const e = 1; export { e };";
  expect(declaredIn(code)).toEqual(["A", "b", "c", "D"]);
});
