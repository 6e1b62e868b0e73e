import { createRequire } from "node:module";
import { join } from "node:path";
import type { JsonObject } from "../../../jupyter/json.ts";
import { PROTOCOL_VERSION } from "../../../jupyter/message.ts";
import { packageRoot } from "../../../util/package-root.ts";
import { packageVersion } from "../../../util/package-version.ts";
import type { KernelContext } from "../context.ts";

/** Describes this kernel and its language. */
export function kernelInfo(_request: unknown, { typeChecker }: KernelContext): JsonObject {
  const version = packageVersion(join(packageRoot(), "package.json"));
  const require = createRequire(import.meta.url);
  const typescript = typeChecker.version() ?? packageVersion(require.resolve("typescript/package.json"));
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "tsnb",
    implementation_version: version,
    language_info: typeChecker.language === "javascript" ? JAVASCRIPT : typescriptInfo(typescript),
    banner: `TypeScript ${typescript} notebooks: tsnb ${version} on Node ${process.versions.node}`,
    debugger: false,
    supported_features: ["kernel subshells"],
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "Node.js", url: "https://nodejs.org/docs/latest/api/" },
      { text: "Vega-Lite", url: "https://vega.github.io/vega-lite/docs/" },
    ],
  };
}

const JAVASCRIPT: JsonObject = {
  name: "javascript",
  version: process.versions.node,
  mimetype: "text/javascript",
  file_extension: ".js",
  pygments_lexer: "javascript",
  codemirror_mode: { name: "javascript", mode: "javascript" },
  nbconvert_exporter: "script",
};

function typescriptInfo(version: string): JsonObject {
  return {
    name: "typescript",
    version,
    mimetype: "application/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: { name: "typescript", mode: "typescript", typescript: true },
    nbconvert_exporter: "script",
  };
}
