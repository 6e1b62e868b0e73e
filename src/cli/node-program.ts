import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { messageOf } from "../util/error.ts";

const LIMIT_MS = 10_000;

/** The version that a Node.js program reports, or the reason why there is none, such as "it does not exist". */
export type NodeAnswer = { readonly version: string } | { readonly problem: string };

/** Asks a program for its version, in the form that only Node.js prints: `v24.1.0`. */
export async function askNode(program: string): Promise<NodeAnswer> {
  const problem = await programProblem(program);
  if (problem !== undefined) return { problem };
  try {
    const options = { timeout: LIMIT_MS, killSignal: "SIGKILL", windowsHide: true } as const;
    const said = (await promisify(execFile)(program, ["--version"], options)).stdout.trim().split("\n")[0] ?? "";
    return /^v\d+\.\d+/.test(said) ? { version: said } : { problem: `${NOT_NODE}, it printed ${JSON.stringify(said)}` };
  } catch (error) {
    return { problem: `${NOT_NODE}, ${failureOf(error)}` };
  }
}

/** The reason why a file cannot be started; undefined when it can. */
export async function programProblem(path: string): Promise<string | undefined> {
  try {
    if (!(await stat(path)).isFile()) return "it is not a file";
  } catch {
    return "it does not exist";
  }
  return access(path, constants.X_OK).then(
    () => undefined,
    () => "it is not executable",
  );
}

const NOT_NODE = "it is not Node.js: with --version";

function failureOf(error: unknown): string {
  if (!(error instanceof Error && "code" in error)) return messageOf(error);
  if ("killed" in error && error.killed === true) return `it did not answer within ${LIMIT_MS / 1000} s`;
  return typeof error.code === "number" ? `it ended with exit code ${error.code}` : messageOf(error);
}
