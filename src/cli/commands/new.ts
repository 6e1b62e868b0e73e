import { relative, resolve } from "node:path";
import { Command } from "commander";
import { newProject } from "../../starter/new-project.ts";
import { slashed } from "../../util/files/slashed.ts";

/** `tsnb new`: creates a new project. */
export function command(): Command {
  return new Command("new")
    .description(
      "Create a project: a notebook that reads a CSV file and charts it, a helper with its test, " +
        "and a workflow that runs everything on GitHub.",
    )
    .argument("<folder>", "the folder to create; its name becomes the project's name")
    .action(async (folder: string) => {
      const { files, source } = await newProject(resolve(folder));
      const lines = [
        `Made ${folder}: ${files.map(slashed).join(", ")}`,
        "",
        "Next:",
        `  cd ${relative(process.cwd(), resolve(folder)) || "."}`,
        "  npm install",
        "  npm run lab     # opens the notebook in JupyterLab",
        "  npm start       # runs it without a browser",
      ];
      if (source.startsWith("file:")) {
        lines.push(
          "",
          `It includes the tsnb that created it, as ${source.slice("file:".length)}: commit that file too.`,
        );
      }
      process.stdout.write(`${lines.join("\n")}\n`);
    });
}
