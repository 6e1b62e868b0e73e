import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { codeRoot } from "../util/package-root.ts";

const FILE = pathToFileURL(join(codeRoot(), "vitest", "runtime.js")).href;

/** The functions that tests and modules made from notebooks call. */
type TestRuntime = typeof import("./runtime.ts");

/** The statement that imports functions of the runtime, each under a name. */
export function importOfRuntime(names: { readonly [Key in keyof TestRuntime]?: string }): string {
  const specifiers = Object.entries(names).map(([key, name]) => `${key} as ${name}`);
  return `import { ${specifiers.join(", ")} } from ${JSON.stringify(FILE)};`;
}
