import { isBuiltin } from "node:module";
import { extname } from "node:path";

/**
 * Rewords Node's errors for a missing package, which name the notebook as a module, a file that does not exist; and
 * errors for data files.
 */
export function rewordImport(error: unknown, specifier: string, notebook: string): void {
  if (!(error instanceof Error)) return;
  const elsewhere = insteadOf(specifier);
  if (elsewhere !== undefined) error.message = elsewhere;
  if (isNotCode(error, specifier)) error.message = notCode(specifier);
  if (!isAboutPackage(error, notebook)) return;
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  if (/^[./#]|:/.test(specifier) || isBuiltin(specifier)) return;
  error.message = `Cannot find package '${name}': %npm install ${name} adds it to the project`;
}

// For a specifier with a path after the name, only a file of the package may be missing.
function isAboutPackage(error: Error, notebook: string): boolean {
  const { message } = error;
  const code = "code" in error ? error.code : undefined;
  if (code === "ERR_MODULE_NOT_FOUND") return message.startsWith("Cannot find package ") && message.endsWith(notebook);
  return code === "MODULE_NOT_FOUND" && message.endsWith(`\nRequire stack:\n- ${notebook}`);
}

// The file may also be one that the imported module imports.
function isNotCode(error: Error, specifier: string): boolean {
  if (!("code" in error) || error.code !== "ERR_UNKNOWN_FILE_EXTENSION") return false;
  const extension = extname(pathOf(specifier));
  return extension !== "" && error.message.startsWith(`Unknown file extension "${extension}"`);
}

function pathOf(specifier: string): string {
  return specifier.split("?")[0] ?? specifier;
}

/** How Polars reads files of data: the function, and the arguments after the path. */
const READERS = new Map([
  [".csv", ["readCSV", ""]],
  [".tsv", ["readCSV", ', { sep: "\\t" }']],
  [".parquet", ["readParquet", ""]],
]);
const BINARY =
  /^\.(?:arrow|avif|bin|bmp|db|duckdb|feather|gif|gz|h5|jpe?g|npy|npz|onnx|pdf|png|pt|safetensors|sqlite3?|webp|xlsx?|zip)$/;

function notCode(specifier: string): string {
  return `'${specifier}' cannot be imported: read it with ${howToRead(pathOf(specifier))}`;
}

function howToRead(path: string): string {
  const extension = extname(path).toLowerCase();
  const reader = READERS.get(extension);
  if (reader !== undefined) return `pl.${reader[0]}("${path}"${reader[1]}) of nodejs-polars`;
  if (extension === ".wasm")
    return `await WebAssembly.instantiate(readFileSync("${path}")), with readFileSync of node:fs`;
  return `readFileSync("${path}"${BINARY.test(extension) ? "" : ', "utf8"'}) of node:fs`;
}

// Deno and browsers import like this.
function insteadOf(specifier: string): string | undefined {
  const [, scheme = "", rest = ""] = /^(npm|jsr|https?):\/{0,2}(.*)$/.exec(specifier) ?? [];
  if (scheme === "npm") {
    const [, name = rest, version = "", path = ""] = /^((?:@[^/]+\/)?[^@/]+)(@[^/]+)?(.*)$/.exec(rest) ?? [];
    return `'${specifier}' is not a specifier that Node.js can import: %npm install ${name}${version}, then import "${name}${path}"`;
  }
  if (scheme === "jsr")
    return `'${specifier}' is not a specifier that Node.js can import: !npx jsr add ${rest}, then import "${rest}"`;
  if (scheme === "") return undefined;
  const name = packageAt(rest);
  const install = name === undefined ? "%npm install NAME of the package" : `%npm install ${name}`;
  return `'${specifier}' is not a specifier that Node.js can import: ${install}, then import it by its name`;
}

/** The package in a URL of a well-known host of npm packages. */
function packageAt(address: string): string | undefined {
  const hosts =
    /^(?:esm\.sh|cdn\.skypack\.dev|unpkg\.com|cdn\.jsdelivr\.net\/npm|esm\.run|jspm\.dev)\/(?:npm:|v\d+\/)?/;
  if (!hosts.test(address)) return undefined;
  return /^(?:@[^/]+\/)?[^@/?]+(?:@[^/?]+)?/.exec(address.replace(hosts, ""))?.[0];
}
