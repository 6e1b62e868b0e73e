import * as v from "valibot";
import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { cellId } from "../cell-id.ts";
import { headingMarkdown } from "./heading-cell.ts";
import { countOf, listedKeys, type Note, repairedOutputs, intendedText } from "./repair-outputs.ts";
import { RepairNotes } from "./repair-notes.ts";
import { cellMetadataSchema, ID_PATTERN, NotebookMetadata } from "./schema.ts";

const CELL_KEYS: Readonly<Record<string, readonly string[]>> = {
  code: ["outputs", "execution_count"],
  markdown: ["attachments"],
  raw: ["attachments"],
};

/**
 * A notebook of nbformat 4 in format 4.5, with the mistakes of other tools corrected. The same
 * input always gives the same notebook. What cannot be repaired is left for the schema to refuse.
 *
 * @param minor the minor version that the file claims; ids may be missing below 5.
 */
export function repaired(document: JsonObject, minor: number, repairs: RepairNotes): JsonObject {
  const { nbformat: _, nbformat_minor: __, metadata, cells, ...others } = document;
  const surplus = Object.keys(others);
  if (surplus.length > 0) repairs.note(`the unknown ${listedKeys(surplus)} went into the notebook's metadata`);
  if (!isJsonObject(metadata)) repairs.note("the notebook's metadata was missing; it is empty now");
  const all = { ...others, ...(isJsonObject(metadata) ? metadata : {}) };
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: repairedNotebookMetadata(all, (what) => repairs.note(what)),
    cells: Array.isArray(cells) ? repairedCells(cells, minor, repairs) : (cells ?? null),
  };
}

function repairedNotebookMetadata(metadata: JsonObject, note: Note): JsonObject {
  const { kernelspec, ...others } = metadata;
  if (!("kernelspec" in metadata) || v.is(NotebookMetadata, metadata)) {
    return validMetadata(metadata, NotebookMetadata, "the notebook's", note);
  }
  const name = isJsonObject(kernelspec) ? kernelspec["name"] : undefined;
  if (!isJsonObject(kernelspec) || typeof name !== "string" || name === "") {
    note("the kernelspec had no name and was dropped");
    return validMetadata(others, NotebookMetadata, "the notebook's", note);
  }
  if (typeof kernelspec["display_name"] === "string") {
    return validMetadata(metadata, NotebookMetadata, "the notebook's", note);
  }
  note("the kernelspec had no display name; it is its name now");
  const named = { ...others, kernelspec: { ...kernelspec, display_name: name } };
  return validMetadata(named, NotebookMetadata, "the notebook's", note);
}

function repairedCells(cells: readonly JsonValue[], minor: number, repairs: RepairNotes): readonly JsonValue[] {
  const known = cells.map((cell) => (isJsonObject(cell) ? cell["id"] : undefined));
  const taken = new Set(known.filter((id) => typeof id === "string"));
  const seen = new Set<string>();
  return cells.map((cell, index) => {
    if (!isJsonObject(cell)) return cell;
    const note: Note = (what) => repairs.note(what, index + 1);
    const fixed = repairedCell(cell, note);
    const given = fixed["id"];
    const isGood = typeof given === "string" && ID_PATTERN.test(given) && !seen.has(given);
    if (!isGood) noteId(given, minor, note);
    else if (minor < 5) note("ids came with nbformat 4.5, which the notebook has now");
    const id = isGood
      ? given
      : cellId({ cell_type: intendedText(fixed["cell_type"]), source: intendedText(fixed["source"]) }, taken);
    seen.add(id);
    taken.add(id);
    return { ...fixed, id };
  });
}

function noteId(given: JsonValue | undefined, minor: number, note: Note): void {
  if (given === undefined) {
    if (minor >= 5) note("the id was missing; one was derived from the content");
  } else if (typeof given === "string" && ID_PATTERN.test(given)) {
    note(`the id "${given}" was already another cell's; one was derived from the content`);
  } else {
    note(`the id ${JSON.stringify(given)} was not valid; one was derived from the content`);
  }
}

function repairedCell(given: JsonObject, note: Note): JsonObject {
  const cell = given["cell_type"] === "heading" ? markdownOf(given, note) : given;
  const type = typeOf(cell, note);
  const { id, cell_type: _, metadata, source, outputs, execution_count, attachments, ...unknown } = cell;
  const optional = { outputs, execution_count, attachments };
  const own = CELL_KEYS[type] ?? [];
  const foreign = Object.entries(optional).flatMap(([key, value]): [string, JsonValue][] => {
    return value === undefined || value === null || own.includes(key) ? [] : [[key, value]];
  });
  const others = { ...unknown, ...Object.fromEntries(foreign) };
  const surplus = Object.keys(others);
  if (surplus.length > 0) note(`the unknown ${listedKeys(surplus)} went into its metadata`);
  if (!isJsonObject(metadata)) note("the metadata was missing; it is empty now");
  const kept =
    surplus.length === 0 && isJsonObject(metadata)
      ? metadata
      : { ...others, ...(isJsonObject(metadata) ? metadata : {}) };
  const fields = {
    ...(id === undefined ? {} : { id }),
    cell_type: type,
    metadata: validMetadata(withGoodTags(kept, note), cellMetadataSchema(type), "its", note),
    source: sourceOf(source, note),
  };
  if (type !== "code") return isJsonObject(attachments) ? { ...fields, attachments } : fields;
  const count = countOf(execution_count);
  if (execution_count !== count) note("the execution count was missing or no whole number; it is null now");
  return { ...fields, execution_count: count, outputs: repairedOutputs(outputs, note) };
}

function markdownOf(heading: JsonObject, note: Note): JsonObject {
  note('the type of the cell was "heading"; it is "markdown" now');
  const { level: _, ...others } = heading;
  return { ...others, cell_type: "markdown", source: headingMarkdown(heading) };
}

function typeOf(
  { cell_type: type, outputs, execution_count: count }: JsonObject,
  note: Note,
): "code" | "markdown" | "raw" {
  if (type === "code" || type === "markdown" || type === "raw") return type;
  const guess = outputs === undefined && count === undefined ? "raw" : "code";
  note(`the type of the cell was ${JSON.stringify(type ?? null)}; it is "${guess}" now`);
  return guess;
}

function sourceOf(source: JsonValue | undefined, note: Note): JsonValue {
  if (typeof source === "string") return source;
  if (Array.isArray(source) && source.every((line: JsonValue) => typeof line === "string")) return source;
  note("the source was not a string; it was written as one");
  return intendedText(source);
}

function withGoodTags(metadata: JsonObject, note: Note): JsonObject {
  const { tags } = metadata;
  if (tags === undefined) return metadata;
  const list = Array.isArray(tags) ? tags : [tags];
  const words = list.flatMap((tag: JsonValue) =>
    typeof tag === "string" ? tag.split(",").map((part) => part.trim()) : [],
  );
  const good = [...new Set(words)].filter((tag) => tag !== "");
  if (Array.isArray(tags) && good.length === tags.length && good.every((tag, index) => tag === tags[index]))
    return metadata;
  note("the tags were not a list of unique tags; they are now");
  return { ...metadata, tags: good };
}

// Fields that mean something to Jupyter must have its types; those with others are dropped.
function validMetadata(metadata: JsonObject, schema: v.GenericSchema, whose: string, note: Note): JsonObject {
  const { issues } = v.safeParse(schema, metadata);
  const wrong = [...new Set((issues ?? []).map(({ path }) => String(path?.[0]?.key)))].filter((key) => key in metadata);
  if (wrong.length === 0) return metadata;
  for (const key of wrong) note(`${whose} metadata had an invalid "${key}", which was removed`);
  const rest = Object.fromEntries(Object.entries(metadata).filter(([key]) => !wrong.includes(key)));
  // The schema names one fault at a time.
  return validMetadata(rest, schema, whose, note);
}
