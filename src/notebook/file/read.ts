import * as v from "valibot";
import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { cellId } from "../cell-id.ts";
import { NotebookShapeError, NotebookVersionError } from "../errors.ts";
import { parseJsonText } from "./json-text.ts";
import { byId, isJupyterLayout } from "./layout.ts";
import { decodeText, readBytes } from "./read-bytes.ts";
import { withOwnSpellings } from "./own-spellings.ts";
import { repaired } from "./repair.ts";
import { RepairNotes } from "./repair-notes.ts";
import { documentSchema, NEWEST_MINOR } from "./schema.ts";
import { upgradeFrom3 } from "./upgrade-3.ts";
import type { Cell, Notebook } from "../types.ts";

/** Options for reading a notebook. */
export type ReadOptions = {
  /** True refuses everything that nbformat's schema does not allow. Default: false, which repairs it. */
  readonly strict?: boolean;
  /** Called with a line for each kind of repair. */
  readonly onRepair?: (repair: string) => void;
  /** The name of the file in errors. Default: the path as given. */
  readonly label?: string;
};

/**
 * Reads a notebook file of nbformat 3 or 4.0 to 4.5.
 *
 * @throws {NotebookFileError | NotebookEncodingError | NotebookJsonError | NotebookVersionError | NotebookShapeError}
 */
export async function readNotebook(file: string, options: ReadOptions = {}): Promise<Notebook> {
  const { label = file } = options;
  return parseNotebook(decodeText(await readBytes(file, label), label), label, options);
}

/**
 * The notebook in a file's text, in format 4.5. Cells without ids get some that depend on the
 * content alone. Invalid parts are repaired, always in the same way, unless `strict` is set.
 *
 * @param file the name for error messages.
 * @throws {NotebookJsonError | NotebookVersionError | NotebookShapeError}
 */
export function parseNotebook(text: string, file: string, options: ReadOptions = {}): Notebook {
  const { strict = false, onRepair = () => {} } = options;
  const { value, layout, repairs: lenient } = parseJsonText(text, file, strict);
  const { document, minor } = versionOf(value, file, strict);
  const repairs = new RepairNotes();
  if (isJsonObject(value) && typeof value["nbformat"] !== "number")
    repairs.note("the format was not a number; it is 4.5 now");
  const clean = strict ? document : repaired(document, minor, repairs);
  const parsed = v.safeParse(documentSchema(strict ? minor : NEWEST_MINOR), clean);
  if (!parsed.success) throw shapeError(file, parsed.issues[0]);
  const cells = withIds(parsed.output.cells);
  refuseTwins(cells, file);
  for (const repair of [...lenient, ...repairs.lines]) onRepair(repair);
  const notebook = { nbformat: 4, nbformat_minor: NEWEST_MINOR, metadata: parsed.output.metadata, cells } as const;
  return isJupyterLayout(layout) ? notebook : withOwnSpellings({ ...notebook, layout: byId(layout, cells) });
}

function versionOf(value: unknown, file: string, strict: boolean): { document: JsonObject; minor: number } {
  if (!isJsonObject(value))
    throw new NotebookShapeError(file, { field: "nbformat" }, "the file does not contain a notebook");
  const [major, minor] = [value["nbformat"], value["nbformat_minor"]];
  if (strict) {
    if (typeof major !== "number") throw new NotebookShapeError(file, { field: "nbformat" }, "it is missing");
    if (major === 4 && typeof minor !== "number") {
      throw new NotebookShapeError(file, { field: "nbformat_minor" }, "it is missing");
    }
  }
  const format = asNumber(major) ?? ("worksheets" in value ? 3 : "cells" in value ? 4 : undefined);
  if (format === undefined) throw new NotebookShapeError(file, { field: "nbformat" }, "it is missing");
  if (format === 3) return { document: upgradeFrom3(value), minor: 0 };
  if (format !== 4) throw new NotebookVersionError(file, `${format}`);
  const claimed = asNumber(minor) ?? 0;
  if (claimed > NEWEST_MINOR) throw new NotebookVersionError(file, `4.${claimed}`);
  return { document: value, minor: claimed };
}

function asNumber(value: JsonValue | undefined): number | undefined {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" ? number : undefined;
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
