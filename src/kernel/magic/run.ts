import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { codeRoot } from "../../util/package-root.ts";
import { wordsOf } from "./command-words.ts";
import { type Magic, MagicError } from "./magic.ts";

const ENDINGS = new Set([".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".ipynb"]);

export const run: Magic = {
  name: "run",
  usage: "%run FILE [ARGUMENTS]",
  help: "runs a TypeScript file or a notebook in its own process; import gives you its names",
  takesFiles: true,
  async run({ argument }, { interrupts }) {
    const [file, ...args] = wordsOf(argument);
    if (file === undefined) throw new MagicError("%run got no file: write %run ./file.ts, for example");
    const path = resolve(file);
    if (!existsSync(path)) throw new MagicError(`%run found no file ${path}`);
    if (!ENDINGS.has(extname(path))) {
      throw new MagicError(
        `%run runs TypeScript, JavaScript and notebooks, but got ${file}: write !command for others`,
      );
    }
    const register = pathToFileURL(resolve(codeRoot(), "register", "index.js")).href;
    const { runProgram } = await import("./shell/shell.ts");
    const program = [process.execPath, "--import", register, path, ...args] as const;
    await runProgram(program, process.cwd(), interrupts, `%run ${argument}`);
  },
};
