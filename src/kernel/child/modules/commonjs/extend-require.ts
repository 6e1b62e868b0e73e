import Module from "node:module";
import { pathToFileURL } from "node:url";
import { parseSync } from "oxc-parser";
import { RequiredNotebookError } from "../imported-notebooks.ts";
import type { ProjectModules } from "../project/project-modules.ts";
import { hasSyncHooks } from "../register-hooks.ts";
import { TopLevelAwaitError, toCommonJs } from "./to-commonjs.ts";

type Compilable = NodeJS.Module & {
  readonly _compile: (code: string, path: string, format: "module" | "commonjs") => void;
};
type Handler = (module: Compilable, path: string) => void;

/**
 * Lets `require` run TypeScript and reload edited ES modules: Node itself keeps a required ES module while the
 * process lives. Below Node 22.15, requiring and importing an ES module give two different modules.
 */
export function extendRequire(project: ProjectModules): void {
  const extensions: unknown = Reflect.get(Module, "_extensions");
  if (typeof extensions !== "object" || extensions === null) return;
  const asNodeDoes: Handler = Reflect.get(extensions, ".js");
  let count = 0;
  const compile: Handler = (module, path) => {
    const file = project.forRequire(path, hasSyncHooks ? undefined : toCommonJs);
    if (!file) asNodeDoes(module, path);
    else if (file.format === "commonjs") module._compile(file.source, path, "commonjs");
    else {
      try {
        module._compile(passingOn(path, file.source), `${path}?required=${++count}`, "module");
      } catch (error) {
        throw isOfAwait(error) ? new TopLevelAwaitError() : error;
      }
    }
  };
  Reflect.set(extensions, ".ipynb", (): never => {
    throw new RequiredNotebookError();
  });
  for (const extension of [".ts", ".tsx", ".mts", ".cts", ".jsx", ".js", ".mjs"]) {
    Reflect.set(extensions, extension, compile);
  }
}

/** The source of a module that re-exports the file. */
function passingOn(path: string, source: string): string {
  const from = JSON.stringify(pathToFileURL(path).href);
  const { staticExports } = parseSync("file.js", source, { lang: "js", sourceType: "module" }).module;
  const hasDefault = staticExports.some(({ entries }) =>
    entries.some(({ exportName: { kind, name } }) => String(kind) === "Default" || name === "default"),
  );
  return `export * from ${from};${hasDefault ? `export { default } from ${from};` : ""}`;
}

function isOfAwait(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_REQUIRE_ASYNC_MODULE";
}
