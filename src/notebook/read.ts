import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { isJsonObject } from "../jupyter/json.ts";
import { messageOf } from "../util/error.ts";
import { cellId } from "./cell-id.ts";
import { NotebookFileError, NotebookJsonError, NotebookShapeError, NotebookVersionError } from "./errors.ts";
import { documentSchema, NEWEST_MINOR } from "./schema.ts";
import type { Cell, Notebook } from "./types.ts";

/**
 * Reads a notebook file of nbformat 4.0 to 4.5.
 *
 * @throws {NotebookFileError | NotebookJsonError | NotebookVersionError | NotebookShapeError}
 */
export async function readNotebook(file: string): Promise<Notebook> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new NotebookFileError(file, messageOf(cause), cause);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NotebookJsonError(file, "it is not text in UTF-8", cause);
  }
  return parseNotebook(text, file);
}

/**
 * The notebook in a file's text. Cells without ids, from before format 4.5, get some that depend on
 * the content alone.
 *
 * @param file the name for error messages.
 * @throws {NotebookJsonError | NotebookVersionError | NotebookShapeError}
 */
export function parseNotebook(text: string, file: string): Notebook {
  const value = parseJson(text, file);
  const minor = minorVersion(value, file);
  const parsed = v.safeParse(documentSchema(minor), value);
  if (!parsed.success) throw shapeError(file, parsed.issues[0]);
  const cells = withIds(parsed.output.cells);
  refuseTwins(cells, file);
  return { nbformat: 4, nbformat_minor: NEWEST_MINOR, metadata: parsed.output.metadata, cells };
}

function parseJson(text: string, file: string): unknown {
  if (text.trim() === "") throw new NotebookJsonError(file, "it is empty");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NotebookJsonError(file, `it is not JSON (${messageOf(cause)})`, cause);
  }
}

function minorVersion(value: unknown, file: string): number {
  if (!isJsonObject(value)) throw new NotebookShapeError(file, { field: "nbformat" }, "the file holds no notebook");
  const { nbformat: major, nbformat_minor: minor } = value;
  if (typeof major !== "number") throw new NotebookShapeError(file, { field: "nbformat" }, "it is missing");
  if (major !== 4) throw new NotebookVersionError(file, `${major}`);
  if (typeof minor !== "number") throw new NotebookShapeError(file, { field: "nbformat_minor" }, "it is missing");
  if (minor > NEWEST_MINOR) throw new NotebookVersionError(file, `${major}.${minor}`);
  return minor;
}

function shapeError(file: string, issue: v.BaseIssue<unknown>): NotebookShapeError {
  const path = (issue.path ?? []).map((item) => item.key);
  const [first, index, ...rest] = path;
  const got = `${issue.message[0]?.toLowerCase() ?? ""}${issue.message.slice(1)}`;
  if (first === "cells" && typeof index === "number") {
    return new NotebookShapeError(file, { cell: index + 1, field: rest.join(".") || "cell" }, got);
  }
  return new NotebookShapeError(file, { field: path.join(".") || "notebook" }, got);
}

type Parsed = v.InferOutput<ReturnType<typeof documentSchema>>["cells"][number];

function withIds(cells: readonly Parsed[]): Cell[] {
  const taken = new Set(cells.flatMap((cell) => ("id" in cell ? [cell.id] : [])));
  return cells.map((cell) => {
    if ("id" in cell) return cell;
    const id = cellId(cell, taken);
    taken.add(id);
    return { ...cell, id };
  });
}

function refuseTwins(cells: readonly Cell[], file: string): void {
  const seen = new Map<string, number>();
  for (const [index, { id }] of cells.entries()) {
    const twin = seen.get(id);
    if (twin !== undefined) {
      throw new NotebookShapeError(file, { cell: index + 1, field: "id" }, `"${id}" is the id of cell ${twin}, too`);
    }
    seen.set(id, index + 1);
  }
}
