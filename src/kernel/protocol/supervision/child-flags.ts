import { isNode24OrLater } from "../../process/node-version.ts";

/**
 * The Node flags of the child process.
 *
 * `--no-force-async-hooks-checks`: without it, terminating a loop in a timer aborts the process.
 * `--max-semi-space-size`: 16 (MB) is the default of Node 20 and 22; Node 24 lets up to 130 MB of garbage pile up.
 *   Older versions do not get the flag: with V8 flags they ignore the compiled form of Node's own modules, and
 *   start a third more slowly.
 * `--experimental-async-context-frame`: Node 22 needs it to follow late output to its cell; Node 24 does so by default.
 *
 * @param version the version of Node, such as "22.15.0"; default: that of the running Node.
 * @param known the flags that this version knows; default: those of the running Node.
 */
export function childFlags(version: string = process.versions.node, known?: ReadonlySet<string>): string[] {
  const flags = ["--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning"];
  if (isNode24OrLater(version)) flags.push("--max-semi-space-size=16");
  const frames = "--experimental-async-context-frame";
  // Listing them takes Node a while, so only Node 22 does.
  if (version.startsWith("22.") && (known ?? process.allowedNodeEnvironmentFlags).has(frames)) flags.push(frames);
  return flags;
}
