const OF_NODE = /--(?:disable-warning|redirect-warnings)\b/;

/**
 * Prints Node's warnings as Node does, but without the number of this process, which would differ in the outputs of
 * each run, and without advice about options of the command line.
 */
export function printWarnings(): void {
  const [own, ...others] = process.listeners("warning");
  // Node has no listener with --no-warnings.
  if (!own || others.length > 0) return;
  const { NODE_OPTIONS = "", NODE_REDIRECT_WARNINGS = "" } = process.env;
  if (NODE_REDIRECT_WARNINGS !== "" || OF_NODE.test(NODE_OPTIONS)) return;
  process.off("warning", own);
  process.on("warning", print);
}

function print(warning: Error): void {
  // As the kernel's flags for this process say.
  if (warning.name === "ExperimentalWarning") return;
  const isDeprecation = warning.name === "DeprecationWarning";
  if (isDeprecation && process.noDeprecation) return;
  const isTraced = isSet("traceProcessWarnings") || (isDeprecation && process.traceDeprecation);
  const code = "code" in warning && warning.code ? `[${String(warning.code)}] ` : "";
  const detail = "detail" in warning && typeof warning.detail === "string" ? `\n${warning.detail}` : "";
  process.stderr.write(`${code}${(isTraced ? warning.stack : undefined) ?? String(warning)}${detail}\n`);
}

function isSet(option: string): boolean {
  return Reflect.get(process, option) === true;
}
