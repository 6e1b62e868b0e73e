import { type Compiler, findCompiler, ownCompiler } from "../kernel/types/compiler/find-compiler.ts";
import { ProgramServer } from "../kernel/types/compiler/program-server.ts";

/** A compiler, and the process in which it runs. */
export type RunningCompiler = { readonly compiler: Compiler; readonly server: ProgramServer };

/** Starts a compiler for some work, and ends it after the work. */
export async function withCompiler<Result>(work: (running: RunningCompiler) => Promise<Result>): Promise<Result> {
  const compiler = ownCompiler() ?? findCompiler(process.cwd());
  const server = new ProgramServer(compiler, process.cwd());
  try {
    return await work({ compiler, server });
  } finally {
    server.close();
  }
}
