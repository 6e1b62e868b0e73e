import { appendFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { messageOf } from "../../util/error.ts";
import { wordsOf } from "./command-words.ts";
import { type Magic, MagicError } from "./magic.ts";

export const writefile: Magic = {
  name: "writefile",
  usage: "%%writefile [-a] FILE",
  help: "writes the rest of the cell to a file; -a appends",
  wholeCell: "text",
  isWholeOnly: true,
  takesFiles: true,
  async run({ argument, body }, { print }) {
    const words = wordsOf(argument);
    const appends = words.some((word) => word === "-a" || word === "--append");
    const [path, ...others] = words.filter((word) => word !== "-a" && word !== "--append");
    if (path === undefined || others.length > 0) {
      throw new MagicError(`%%writefile takes one file, but got ${argument || "none"}: write %%writefile name.txt`);
    }
    const text = body === "" || body.endsWith("\n") ? body : `${body}\n`;
    const doing = appends ? "Appended to" : existsSync(path) ? "Overwrote" : "Wrote";
    try {
      await (appends ? appendFile : writeFile)(path, text);
    } catch (error) {
      throw new MagicError(`%%writefile could not write ${path}: ${messageOf(error)}`);
    }
    print(`${doing} ${path}\n`);
  },
};
