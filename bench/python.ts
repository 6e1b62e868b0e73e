import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "./programs.ts";

/** The Python that `TSNB_BENCH_PYTHON` names, with Jupyter installed. */
export type Python = { readonly program: string; readonly bin: string };

/** The Python to compare with; undefined when none is named or it lacks a module. */
export function findPython(modules: readonly string[]): Python | undefined {
  const program = process.env["TSNB_BENCH_PYTHON"];
  if (program === undefined) return undefined;
  try {
    execFileSync(program, ["-c", modules.map((name) => `import ${name}`).join("; ")], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return { program, bin: dirname(program) };
}

/** Makes a folder for JUPYTER_PATH with kernelspecs of that Python and of tslab. */
export async function writeKernelspecs(folder: string, { program }: Python): Promise<string> {
  const specs = {
    python3: { argv: [program, "-m", "ipykernel_launcher", "-f", "{connection_file}"], language: "python" },
    tslab: {
      argv: [
        process.execPath,
        "--disable-warning=ExperimentalWarning",
        join(root, "node_modules", "tslab", "bin", "tslab"),
        "kernel",
        "--config-path",
        "{connection_file}",
      ],
      language: "typescript",
    },
  };
  for (const [name, spec] of Object.entries(specs)) {
    const file = join(folder, "kernels", name, "kernel.json");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ ...spec, display_name: name }));
  }
  return folder;
}
