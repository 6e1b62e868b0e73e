import { isBuiltin } from "node:module";

/**
 * Says in words for the user of a notebook that a package is not there, which Node says of a file that is
 * not there either: the notebook as a module.
 */
export function nameMissingPackage(error: unknown, specifier: string, notebook: string): void {
  if (!(error instanceof Error) || !isAboutPackage(error, notebook)) return;
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  if (/^[./#]|:/.test(specifier) || isBuiltin(specifier)) return;
  error.message = `Cannot find package '${name}': %npm install ${name} adds it to the project`;
}

// With a path behind the name, another file of the package may be missing.
function isAboutPackage(error: Error, notebook: string): boolean {
  const { message } = error;
  const code = "code" in error ? error.code : undefined;
  if (code === "ERR_MODULE_NOT_FOUND") return message.startsWith("Cannot find package ") && message.endsWith(notebook);
  return code === "MODULE_NOT_FOUND" && message.endsWith(`\nRequire stack:\n- ${notebook}`);
}
