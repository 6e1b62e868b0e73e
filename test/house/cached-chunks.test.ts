import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { globSync } from "tinyglobby";
import { expect, it } from "vitest";

const chunks = join(import.meta.dirname, "..", "..", "dist", "chunks");

/** The `import()` calls of a script. */
function importsIn(code: string): string[] {
  const { dynamicImports } = parseSync("chunk.cjs", code, { sourceType: "script" }).module;
  return dynamicImports.map(({ start, end }) => code.slice(start, end));
}

// On Node 20, `import()` fails in a script from V8's cache, from the second start on: with
// ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING. The bundler inlines all other imports.
it("import no package dynamically, where their compiled form is cached", () => {
  const files = globSync("*.cjs", { cwd: chunks });
  expect(files.length).toBeGreaterThan(5);
  const found = files.flatMap((file) =>
    importsIn(readFileSync(join(chunks, file), "utf8")).map((call) => `${file}: ${call}`),
  );
  expect(found).toEqual([]);
});

it("are searched for calls, not for words", () => {
  expect(importsIn('const help = "import(1)"; // import(2)\nconst load = () => import("x");')).toEqual(['import("x")']);
});
