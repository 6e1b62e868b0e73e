import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeNotebookFile } from "./notebook-file.ts";
import { type Command, compared, timeOf, type Took, tsnb } from "./programs.ts";

/** The start of commands, beside a script that does nothing. */
export async function benchCommands(scratch: string, rounds: number): Promise<string> {
  const [script, empty] = [join(scratch, "empty.mjs"), join(scratch, "empty.ipynb")];
  await writeFile(script, "");
  await writeNotebookFile(empty, { name: "tsnb", language: "typescript" }, []);
  const contestants: Record<string, Command> = {
    "Node.js, an empty script": { argv: [process.execPath, script] },
    "tsnb --help": tsnb("--help"),
    "tsnb run of an empty notebook": tsnb("run", empty, "--out", join(scratch, "empty-out")),
  };
  const timed = Object.fromEntries(
    Object.entries(contestants).map(([name, command]) => [name, (): Promise<Took> => timeOf([command])] as const),
  );
  return compared("the start of a command", 3 * rounds, timed);
}
