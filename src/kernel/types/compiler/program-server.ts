import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import * as v from "valibot";
import type { JsonValue } from "../../../jupyter/json.ts";
import type { Compiler } from "./find-compiler.ts";
import { CompilerEndedError } from "./errors.ts";
import { RpcClosedError } from "./rpc/json-rpc.ts";
import { type ProgramText, compilerPath, textsOf } from "./program-text.ts";
import { TupleRpc } from "./rpc/tuple-rpc.ts";

/** A diagnostic about a document, or about a file that documents import. */
export type ProgramDiagnostic = {
  readonly file: string;
  /** UTF-16 offsets into its text. */
  readonly start: number;
  readonly end: number;
  readonly code: number;
  readonly message: string;
};

// The protocol of `typescript/unstable/sync`. Its own client blocks this process, and takes as long to load as twenty
// notebooks take to check.
const InitializedSchema = v.object({ useCaseSensitiveFileNames: v.boolean() });
const SnapshotSchema = v.object({
  snapshot: v.number(),
  projects: v.array(v.object({ id: v.string(), configFileName: v.string() })),
});
type Said = { readonly text: string; readonly messageChain?: readonly Said[] | null | undefined };
const SaidSchema: v.GenericSchema<Said> = v.object({
  text: v.string(),
  messageChain: v.nullish(v.array(v.lazy(() => SaidSchema))),
});
const DiagnosticsSchema = v.nullish(
  v.array(
    v.intersect([
      v.object({
        fileName: v.nullish(v.string()),
        pos: v.number(),
        end: v.number(),
        code: v.number(),
        category: v.number(),
      }),
      SaidSchema,
    ]),
  ),
);

/** `DiagnosticCategory.Error` */
const ERROR = 1;
// The share of the available memory that the compiler may fill with garbage.
const MEMORY_SHARE = 0.5;
const MEBIBYTE = 2 ** 20;

/**
 * A compiler that checks programs, each with the files that it imports. Unlike the language server, it gets one
 * question about everything, and takes as long as `tsc`. Create it early, because starting takes a moment.
 */
export class ProgramServer {
  readonly #process: ChildProcess;
  readonly #rpc: TupleRpc;
  readonly #initialized: Promise<JsonValue>;
  #texts: ReadonlyMap<string, string> = new Map();

  /** @param compiler the TypeScript of this package: the protocol differs between versions. */
  constructor({ program }: Compiler, cwd: string) {
    const args = ["--api", "--cwd", cwd, "--callbacks=readFile"];
    // When this process is killed, the compiler fails with a long trace, which nobody should see.
    // Go's collector takes a fifth of a short compilation and finds little: trees and types are needed until the end.
    const memory = Math.floor((process.availableMemory() * MEMORY_SHARE) / MEBIBYTE);
    const env = { GOGC: "off", GOMEMLIMIT: `${memory}MiB`, ...process.env };
    const child = spawn(program, args, { stdio: "pipe", windowsHide: true, env });
    child.stderr.on("data", (text: Buffer) => process.stderr.write(text));
    this.#process = child;
    this.#rpc = new TupleRpc(child.stdout, child.stdin, (method, file) => this.#read(method, file));
    // If the program does not start, the connection closes, and pending requests are rejected.
    child.once("error", () => this.#rpc.close());
    this.#initialized = this.#rpc.request("initialize", null);
    this.#initialized.catch(() => undefined);
  }

  /** Lets the compiler read the files of a program that later ones share, such as the library. */
  prepare(program: ProgramText): void {
    // The next question fails with the same error.
    this.#open([program]).catch(() => undefined);
  }

  /**
   * Checks programs. Only errors are returned. Diagnostics of the settings are left out: they would report documents
   * that are not files as missing.
   *
   * @param onRead called when the compiler has read all files.
   * @returns the errors of each program, in the order of the programs.
   * @throws {CompilerEndedError} when the compiler ends before it answers.
   */
  async diagnose(
    programs: readonly ProgramText[],
    onRead: () => void = () => {},
  ): Promise<readonly (readonly ProgramDiagnostic[])[]> {
    try {
      return await this.#diagnose(programs, onRead);
    } catch (error) {
      throw error instanceof RpcClosedError ? new CompilerEndedError(error) : error;
    }
  }

  async #diagnose(
    programs: readonly ProgramText[],
    onRead: () => void,
  ): Promise<readonly (readonly ProgramDiagnostic[])[]> {
    const { useCaseSensitiveFileNames: isSensitive } = v.parse(InitializedSchema, await this.#initialized);
    const opened = v.parse(SnapshotSchema, await this.#open(programs));
    const keyOf = (file: string) => (isSensitive ? compilerPath(file) : compilerPath(file).toLowerCase());
    const ids = new Map(opened.projects.map(({ id, configFileName }) => [keyOf(configFileName), id]));
    onRead();
    return Promise.all(
      programs.map(({ configFile: file }) => this.#diagnosticsOf(opened.snapshot, ids.get(keyOf(file)))),
    );
  }

  /** Ends the compiler without waiting for its process to exit. */
  close(): void {
    this.#rpc.close();
    const { stdin, stdout, stderr } = this.#process;
    for (const stream of [stdin, stdout, stderr]) stream?.destroy();
    this.#process.kill("SIGKILL");
    this.#process.unref();
  }

  #open(programs: readonly ProgramText[]): Promise<JsonValue> {
    this.#texts = new Map([...this.#texts, ...textsOf(programs)]);
    return this.#rpc.request("updateSnapshot", { openProjects: programs.map(({ configFile }) => configFile) });
  }

  async #diagnosticsOf(snapshot: number, project: string | undefined): Promise<ProgramDiagnostic[]> {
    if (project === undefined) return [];
    const kinds = ["getSyntacticDiagnostics", "getSemanticDiagnostics"];
    const found = await Promise.all(kinds.map((kind) => this.#rpc.request(kind, { snapshot, project })));
    return found.flatMap((diagnostics) =>
      (v.parse(DiagnosticsSchema, diagnostics) ?? []).flatMap((diagnostic) => {
        const { fileName, pos, end, code, category } = diagnostic;
        if (typeof fileName !== "string" || category !== ERROR) return [];
        return [{ file: join(fileName), start: pos, end, code, message: messageIn(diagnostic) }];
      }),
    );
  }

  // Null lets the compiler read the file from disk.
  #read(method: string, file: JsonValue): JsonValue {
    const content = method === "readFile" && typeof file === "string" ? this.#texts.get(file) : undefined;
    return content === undefined ? null : { content };
  }
}

// Formats a message as the language server does, with each link of its chain indented on a line of its own.
function messageIn({ text, messageChain }: Said, depth = 0): string {
  const links = (messageChain ?? []).map((link) => messageIn(link, depth + 1));
  return ["  ".repeat(depth) + text, ...links].join("\n");
}
