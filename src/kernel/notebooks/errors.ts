import { TsnbError } from "../../util/error.ts";

/** A file cannot be imported as a notebook: it is not a notebook, or is in another language. */
export class NotebookImportError extends TsnbError {
  override readonly name = "NotebookImportError";

  constructor(file: string, got: string, fix: string) {
    super({ doing: `Importing ${file}`, got, fix });
  }
}

/** An import asks for a name that no cell of the notebook declares. */
export class NotebookNameError extends TsnbError {
  override readonly name = "NotebookNameError";

  constructor(file: string, name: string, got: string, fix: string) {
    super({ doing: `Importing ${name} from ${file}`, got, fix });
  }
}

/** A notebook imports itself through other files. */
export class NotebookCircleError extends TsnbError {
  override readonly name = "NotebookCircleError";

  constructor(circle: readonly string[]) {
    super({
      doing: `Importing ${circle[0] ?? ""}`,
      got: `it imports itself: ${circle.join(" → ")}`,
      fix:
        circle.length > 2
          ? "Move the shared code into a file or notebook that imports neither"
          : "Use its names without an import: cells see those of earlier cells",
    });
  }
}

/** A cell that an import needs has a command to the kernel. */
export class NotebookCommandError extends TsnbError {
  override readonly name = "NotebookCommandError";

  constructor(cell: string, command: string) {
    super({
      doing: `Importing ${cell}`,
      got: `the command ${command} runs only in the kernel`,
      fix: "Move it to a cell of its own",
    });
  }
}
