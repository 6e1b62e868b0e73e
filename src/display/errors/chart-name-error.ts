import { TsnbError } from "../../util/error.ts";

/** A name that is not valid for files on every system, or that would leave the folder. */
export class ChartNameError extends TsnbError {
  override readonly name = "ChartNameError";

  constructor(chart: string, got: string) {
    const characters = 'Use letters, digits, spaces, "-", "_" and dots inside, at most 100 characters';
    const fix = /[/\\]/.test(chart) ? `${characters}; a folder goes into options.dir` : characters;
    super({ doing: `Saving a chart as ${JSON.stringify(chart)}`, got, fix });
  }
}
