import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { expect, it } from "vitest";

const source = join(import.meta.dirname, "..", "..", "src");

// These make the expressions by which compiled code reaches its runtime, from the keys of a type.
const CONTRACTS = ["kernel/cell/runtime-interface.ts", "kernel/child/modules/module-runtime.ts"];

/** Expressions for members of the runtime that are written out, whose names the compiler would not check. */
function writtenOut(code: string): string[] {
  const plain = code.replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, "");
  return Array.from(
    plain.matchAll(/\$\{(?:RUNTIME|HELPERS|DECORATION)\}\.[\w$]|__tsnb(?:_decoration)?__\.\w|babelHelpers\.\w/g),
    ([found]) => found,
  ).concat(Array.from(plain.matchAll(/["'`][^"'`\n]*globalThis\[Symbol\.for\([^)]*\)/g), ([found]) => found));
}

it("reaches the runtime of compiled code only by keys of its types", () => {
  const files = globSync("**/*.ts", { cwd: source, ignore: CONTRACTS });
  const found = files.flatMap((file) =>
    writtenOut(readFileSync(join(source, file), "utf8")).map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});

it("finds members that are written out", () => {
  const runtime = ["$", "{RUNTIME}"].join("");
  expect(writtenOut(`text.append(\`${runtime}.use(\`)`)).toHaveLength(1);
  expect(writtenOut('text.append("__tsnb__.use(")')).toHaveLength(1);
  expect(writtenOut("const a = 'globalThis[Symbol.for(\"tsnb.helpers\")]';")).toHaveLength(1);
  expect(writtenOut('text.append(member("use"))')).toEqual([]);
});
