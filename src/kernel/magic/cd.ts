import { homedir } from "node:os";
import { resolve } from "node:path";
import { type Magic, MagicError } from "./magic.ts";

let previous: string | undefined;

export const cd: Magic = {
  name: "cd",
  usage: "%cd FOLDER",
  help: "changes the working directory; - returns to the previous one, no path to the home folder",
  takesFiles: true,
  run({ argument }, { print }) {
    const before = presentFolder();
    const path = unquoted(argument);
    if (path === "-" && previous === undefined) throw new MagicError("%cd - goes back, but there was no %cd before");
    const target = path === "-" ? (previous ?? "") : path.replace(/^~(?=$|[\\/])/, homedir());
    try {
      process.chdir(target === "" ? homedir() : resolve(before ?? "/", target));
    } catch (cause) {
      const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
      throw new MagicError(
        `%cd did not change the working directory: ${argument} is not a folder that can be entered (${code})`,
      );
    }
    previous = before;
    print(`${process.cwd()}\n`);
  },
};

// The working directory may have been deleted.
function presentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
