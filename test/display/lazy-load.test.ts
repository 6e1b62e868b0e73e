import { spawnSync } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";

const entry = pathToFileURL(fileURLToPath(new URL("../../dist/display/index.js", import.meta.url))).href;

/** Runs code in a fresh Node.js; the names of the packages from which it resolves a module. */
function packagesLoadedBy(code: string): string[] {
  const hooks = `
    import { writeSync } from "node:fs";
    export async function resolve(specifier, context, next) {
      const found = await next(specifier, context);
      const name = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(found.url)?.[1];
      if (name !== undefined) writeSync(2, "<" + name + ">");
      return found;
    }`;
  const script = `
    import { register } from "node:module";
    import vm from "node:vm";
    const files = [];
    vm.Script = class extends vm.Script {
      constructor(source, options) {
        super(source, options);
        files.push(options?.filename ?? "");
      }
    };
    register("data:text/javascript," + encodeURIComponent(${JSON.stringify(hooks)}));
    const display = await import(${JSON.stringify(entry)});
    ${code}
    const required = Object.keys((await import("node:module")).createRequire(${JSON.stringify(entry)}).cache);
    for (const file of [...required, ...files]) {
      process.stderr.write("<" + (/.*node_modules[\\\\/]((?:@[^\\\\/]+[\\\\/])?[^\\\\/]+)/.exec(file)?.[1] ?? "") + ">");
    }`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect({ status, failed: stderr.includes("Error") ? stderr : "" }).toEqual({ status: 0, failed: "" });
  return [...new Set([...stderr.matchAll(/<([^>]+)>/g)].map((match) => match[1] ?? ""))];
}

test("importing tsnb/display, making a chart and a table load no Vega, no rasterizer, no Polars", () => {
  const code = `display.chart({ mark: "bar" }); display.table([{ a: 1 }]).html(); await display.show({ mark: "bar", data: { values: [] } });`;
  expect(packagesLoadedBy(code)).toEqual([]);
});

test("a picture loads both", () => {
  const code = `await display.toPng({ mark: "bar", data: { values: [] } });`;
  expect(packagesLoadedBy(code)).toEqual(expect.arrayContaining(["vega", "vega-lite", "@resvg/resvg-js"]));
});
