import { readFile, realpath } from "node:fs/promises";
import { relative } from "node:path";
import { slashed } from "../../util/files/slashed.ts";
import { FilePositions } from "../../notebook/file/file-positions.ts";
import type { NotebookResult, RunResult } from "../../run/results.ts";
import type { AnnotationPlaces } from "../github-annotations.ts";

/**
 * Reads the places of the cells in the files of notebooks that did not pass.
 *
 * @param root the folder of the repository, from which paths count.
 */
export async function readPlaces(root: string, { notebooks }: Pick<RunResult, "notebooks">): Promise<AnnotationPlaces> {
  const read = notebooks.filter(({ status }) => status !== "passed").map(positionsOf);
  const positions = new Map(await Promise.all(read));
  // The paths of notebooks lead through no links.
  const folder = await realpath(root).catch(() => root);
  return {
    pathOf: ({ source }) => slashed(relative(folder, source)),
    lineOf: ({ source }, cell, line) => {
      const lines = cell.source.split("\n");
      const offset = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      return cell.number === undefined ? undefined : positions.get(source)?.at(cell.number - 1, offset).line;
    },
  };
}

async function positionsOf({ source }: NotebookResult): Promise<[string, FilePositions | undefined]> {
  try {
    return [source, new FilePositions(await readFile(source, "utf8"))];
  } catch {
    // A notebook that is gone or cannot be read has no lines; its problem is reported all the same.
    return [source, undefined];
  }
}
