import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { messageOf, TsnbError } from "../util/error.ts";
import { dataPaths, type JupyterPlace } from "./data-paths.ts";
import { isJsonObject, type JsonObject } from "./json.ts";

/** A kernel that Jupyter can start: the content of a `kernel.json` and where it was found. */
export type Kernelspec = {
  /** The name that notebooks and `--kernel` use, in lower case. */
  readonly name: string;
  /** The folder of `kernel.json`, which `{resource_dir}` in `argv` stands for. */
  readonly dir: string;
  /** The command and its arguments; `{connection_file}` stands for the connection file's path. */
  readonly argv: readonly string[];
  readonly displayName: string;
  readonly language: string;
  /** Environment variables added for the kernel. */
  readonly env: Readonly<Record<string, string>>;
  /** The way to stop a cell: SIGINT to the process, or an `interrupt_request` on the control channel. */
  readonly interruptMode: "signal" | "message";
  readonly metadata: JsonObject;
};

const Schema = v.object({
  argv: v.pipe(v.array(v.string()), v.nonEmpty("it is empty")),
  display_name: v.string(),
  language: v.optional(v.string(), ""),
  env: v.optional(v.record(v.string(), v.string()), {}),
  interrupt_mode: v.optional(v.pipe(v.string(), v.toLowerCase(), v.picklist(["signal", "message"])), "signal"),
  metadata: v.optional(v.custom<JsonObject>(isJsonObject, "it is not an object"), {}),
});

/** A `kernel.json` that cannot be read, is not JSON, or has a missing or wrong field. */
export class KernelspecError extends TsnbError {
  override readonly name = "KernelspecError";
  /** The path of the `kernel.json`. */
  readonly file: string;
  /** The field at fault, such as `argv.0`; undefined when the file as a whole is. */
  readonly field: string | undefined;

  constructor(file: string, problem: { got: string; field?: string; cause?: unknown }) {
    const got = problem.field === undefined ? problem.got : `the field "${problem.field}" is wrong: ${problem.got}`;
    const fix = "Correct the file, or install the kernel again";
    super({ doing: `Reading the kernelspec ${file}`, got, fix }, { cause: problem.cause });
    this.file = file;
    this.field = problem.field;
  }
}

/** No kernel of that name is installed where Jupyter looks. */
export class UnknownKernelError extends TsnbError {
  override readonly name = "UnknownKernelError";
  /** The kernel's name as it was asked for. */
  readonly kernel: string;
  /** The names of the kernels that exist. */
  readonly known: readonly string[];

  constructor(kernel: string, known: readonly string[], folders: readonly string[]) {
    super({
      doing: `Finding the kernel "${kernel}"`,
      got: `it is not in ${folders.join(", ")}; there ${known.length === 0 ? "is none" : `are ${known.join(", ")}`}`,
      fix: `Name one of these in the notebook or with --kernel, or ${kernel.toLowerCase() === "tslab" ? "add tslab with `npm install tslab`" : "install it there"}`,
    });
    this.kernel = kernel;
    this.known = known;
  }
}

/** The kernels that can be started, by name, and the kernelspecs that are malformed. */
export type KernelList = { readonly specs: readonly Kernelspec[]; readonly problems: readonly KernelspecError[] };

/** Every kernel in Jupyter's own folders. Of two with the same name the first found counts, as in Jupyter. */
export async function listKernelspecs(place: JupyterPlace = {}): Promise<KernelList> {
  const read = await Promise.all([...(await kernelFolders(place))].map(([name, dir]) => tryRead(name, dir)));
  const specs = read.filter((result): result is Kernelspec => !(result instanceof KernelspecError));
  return {
    specs: specs.toSorted((a, b) => a.name.localeCompare(b.name)),
    problems: read.filter((result) => result instanceof KernelspecError),
  };
}

/**
 * The kernel of that name, whatever its case.
 *
 * @throws {UnknownKernelError} when there is none.
 * @throws {KernelspecError} when its `kernel.json` is malformed.
 */
export async function findKernelspec(name: string, place: JupyterPlace = {}): Promise<Kernelspec> {
  const folders = await kernelFolders(place);
  const dir = folders.get(name.toLowerCase());
  if (dir === undefined) throw new UnknownKernelError(name, [...folders.keys()].toSorted(), kernelDirs(place));
  return readKernelspec(name.toLowerCase(), dir);
}

/** The folders whose subfolders are kernelspecs, in the order in which Jupyter searches them. */
export function kernelDirs(place: JupyterPlace = {}): readonly string[] {
  return dataPaths(place).map((path) => join(path, "kernels"));
}

/** True for a kernel name that Jupyter accepts: ASCII letters, digits, dot, hyphen, underscore. */
export function isKernelName(name: string): boolean {
  return /^[a-z0-9._-]+$/i.test(name);
}

async function kernelFolders(place: JupyterPlace): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of kernelDirs(place)) {
    for (const entry of (await filesIn(folder)).filter(isKernelName)) {
      const dir = join(folder, entry);
      const name = entry.toLowerCase();
      if (!found.has(name) && (await filesIn(dir)).includes("kernel.json")) found.set(name, dir);
    }
  }
  return found;
}

// Most of Jupyter's folders do not exist on a given machine, and others may be closed to this user.
async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && typeof error.code === "string") return [];
    throw error;
  }
}

async function tryRead(name: string, dir: string): Promise<Kernelspec | KernelspecError> {
  try {
    return await readKernelspec(name, dir);
  } catch (error) {
    if (error instanceof KernelspecError) return error;
    throw error;
  }
}

async function readKernelspec(name: string, dir: string): Promise<Kernelspec> {
  const file = join(dir, "kernel.json");
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new KernelspecError(file, { got: messageOf(cause), cause });
  }
  const parsed = v.safeParse(Schema, value);
  if (!parsed.success) throw problemOf(file, parsed.issues[0]);
  const { argv, display_name, language, env, interrupt_mode, metadata } = parsed.output;
  return { name, dir, argv, displayName: display_name, language, env, interruptMode: interrupt_mode, metadata };
}

function problemOf(file: string, issue: v.BaseIssue<unknown>): KernelspecError {
  const field = v.getDotPath(issue);
  return new KernelspecError(file, { got: issue.message, ...(field === null ? {} : { field }) });
}
