import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { entries, examplesIn, publicNames } from "../support/public-api.ts";
import { notebookText } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";

const modules = join(import.meta.dirname, "..", "..", "node_modules");
const run = promisify(execFile);

const exported = entries().flatMap(publicNames);
const values = new Map(exported.filter(({ isType, kind }) => !isType && kind !== "type").map((one) => [one.name, one]));

const examples = [...new Map(exported.map((one) => [`${one.file} ${one.name}`, one])).values()].flatMap(
  ({ entry, name, docs }, at) =>
    // Numbered, because chart.ts and Chart.ts are one file on some systems.
    docs.flatMap(examplesIn).map((code, index) => ({ entry, name: `${at}-${name}-${index + 1}`, code })),
);

/** An example as a module, with imports added for the package's names that it does not import itself. */
function moduleOf({ entry, code }: { entry: string; code: string }): string {
  const isUsed = (name: string): boolean => new RegExp(`(?<![.\\w"'])${name}\\b(?!["':])`).test(code);
  const declared = [...code.matchAll(/\b(?:const|let|function|class) (?:(\w+)|[{[]([^=]+)[}\]] =)/g)];
  const own = new Set(declared.flatMap(([, name, names]) => name ?? names?.match(/\w+/g) ?? []));
  const imported = [...values.values()].filter(
    ({ name }) => isUsed(name) && !own.has(name) && !new RegExp(`import \\{[^}]*\\b${name}\\b`).test(code),
  );
  const lines = imported.map(({ name, entry: from }) => {
    const there = exported.some((one) => one.name === name && one.entry === entry) ? entry : from;
    return `import { ${name} } from "${there}";`;
  });
  return `${lines.join("\n")}\n${code}\nexport {};\n`;
}

function outputOf(error: unknown): string {
  return String(Reflect.get(Object(error), "stdout"));
}

it("has examples that pass the type check and run", async () => {
  const folder = scratch({
    "package.json": JSON.stringify({ type: "module" }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        target: "es2023",
        module: "nodenext",
        strict: true,
        skipLibCheck: true,
        types: ["node"],
        outDir: "js",
        rootDir: "ts",
      },
      include: ["ts"],
    }),
    "notebooks/a.ipynb": notebookText(["1 + 1"], "tsnb"),
    "run.mjs": `for (const name of ${JSON.stringify(examples.map(({ name }) => name))}) {
      try {
        await import(\`./js/\${name}.js\`);
      } catch (error) {
        console.error(name, error);
        process.exitCode = 1;
      }
    }`,
  });
  symlinkSync(modules, join(folder, "node_modules"), "junction");
  mkdirSync(join(folder, "ts"));
  for (const example of examples) writeFileSync(join(folder, "ts", `${example.name}.ts`), moduleOf(example));
  const compiler = join(modules, "typescript", "bin", "tsc");
  expect(await run(process.execPath, [compiler, "-p", folder]).then(() => "", outputOf)).toBe("");
  await run(process.execPath, ["run.mjs"], { cwd: folder });
}, 120_000);
