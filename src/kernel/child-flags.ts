/**
 * The Node flags that the process of the cells is started with.
 *
 * `--no-force-async-hooks-checks`: without it, terminating a loop inside a timer aborts the process.
 * `--experimental-async-context-frame`: Node 22 follows late output to its cell only with it; 24 does so by default.
 */
export function childFlags(version: string = process.versions.node): string[] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const flags = ["--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning"];
  if (major === 22 && minor >= 7) flags.push("--experimental-async-context-frame");
  return flags;
}
