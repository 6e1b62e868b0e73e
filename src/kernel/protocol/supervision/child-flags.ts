/**
 * The Node flags that the process of the cells is started with.
 *
 * `--no-force-async-hooks-checks`: without it, terminating a loop inside a timer aborts the process.
 * `--max-semi-space-size`: what Node 20 and 22 take by default; 24 lets garbage take up to 130 MB before it looks.
 *   Not for those: a flag of V8 keeps them from using the compiled form of Node's own modules, a third of their start.
 * `--experimental-async-context-frame`: Node 22 follows late output to its cell only with it; 24 does so by default.
 *
 * @param version the version of Node; a Node of that version says which flags it knows.
 * @param known the flags that it knows; by default what this Node says.
 */
export function childFlags(version: string = process.versions.node, known?: ReadonlySet<string>): string[] {
  const flags = ["--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning"];
  if (Number(version.split(".")[0]) >= 24) flags.push("--max-semi-space-size=16");
  const frames = "--experimental-async-context-frame";
  // Node takes a while to list them.
  if (version.startsWith("22.") && (known ?? process.allowedNodeEnvironmentFlags).has(frames)) flags.push(frames);
  return flags;
}
