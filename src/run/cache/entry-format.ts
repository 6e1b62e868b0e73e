import * as v from "valibot";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import { parseNotebook } from "../../notebook/file/read.ts";
import type { CodeCell, Notebook } from "../../notebook/types.ts";
import { formatNotebook } from "../../notebook/file/write.ts";
import { messageOf } from "../../util/error.ts";
import { digestOf } from "./digest.ts";
import { PART_KINDS } from "./inputs/input-parts.ts";

/** The version of the entry format; entries of other versions are not read. */
export const FORMAT = 1;

const HeadSchema = v.object({
  format: v.literal(FORMAT),
  tsnb: v.string(),
  /** The notebook's path, absolute. */
  source: v.string(),
  key: v.string(),
  made: v.pipe(v.string(), v.isoTimestamp()),
  /** The time that the notebook ran. */
  seconds: v.number(),
  parts: v.pipe(v.array(v.object({ kind: v.picklist(PART_KINDS), name: v.string(), value: v.string() })), v.readonly()),
  /** The files that the run wrote, each with the digest of its content. */
  written: v.pipe(v.array(v.object({ path: v.string(), digest: v.string() })), v.readonly()),
  /** The digest of the file with the values of names; only in an entry for the first cells of a notebook. */
  state: v.optional(v.string()),
});

/** The facts about a run in an entry, without its results. */
export type EntryHead = Readonly<v.InferOutput<typeof HeadSchema>>;

/** The results of a notebook's run. */
export type CacheEntry = {
  readonly head: EntryHead;
  /** The metadata that the run wrote into the notebook. */
  readonly metadata: JsonObject;
  /** The cells that ran, in order, with their outputs but without their code. */
  readonly cells: readonly CodeCell[];
};

/** The reason why an entry cannot be used. */
export class EntryFault {
  readonly got: string;

  constructor(got: string) {
    this.got = got;
  }
}

/**
 * The content of an entry: a digest of the rest, a line of JSON about the run, and a notebook with the outputs.
 */
export function formatEntry({ head, metadata, cells }: CacheEntry): string {
  const blank = cells.map((cell, index) => ({ ...cell, id: `cell-${index}`, metadata: {}, source: "" }));
  const document: Notebook = { nbformat: 4, nbformat_minor: 5, metadata, cells: blank };
  const content = `${JSON.stringify(head)}\n${formatNotebook(document)}`;
  return `${digestOf(content)}\n${content}`;
}

/** Checks the digest of an entry and reads it. */
export function parseEntry(text: string): CacheEntry | EntryFault {
  const read = checkedParts(text);
  if (read instanceof EntryFault) return read;
  try {
    const { metadata, cells } = parseNotebook(read.document, "entry", { strict: true });
    return { head: read.head, metadata, cells: cells.flatMap((cell) => (cell.cell_type === "code" ? [cell] : [])) };
  } catch (error) {
    return new EntryFault(messageOf(error));
  }
}

/** Checks the digest of an entry and reads only the facts about its run. */
export function parseHead(text: string): EntryHead | EntryFault {
  const read = checkedParts(text);
  return read instanceof EntryFault ? read : read.head;
}

function checkedParts(text: string): { readonly head: EntryHead; readonly document: string } | EntryFault {
  const [, digest, content = ""] = /^([0-9a-f]{64})\n([^]*)$/.exec(text) ?? [];
  if (digest === undefined) return new EntryFault("it does not begin with a digest");
  if (digestOf(content) !== digest) return new EntryFault("its content does not match its digest");
  const end = content.indexOf("\n");
  const parsed = jsonOf(content.slice(0, end));
  const format = isJsonObject(parsed) ? parsed["format"] : undefined;
  if (format !== FORMAT)
    return new EntryFault(`it has format ${JSON.stringify(format)}, and this tsnb reads ${FORMAT}`);
  const head = v.safeParse(HeadSchema, parsed);
  if (!head.success) return new EntryFault(head.issues[0].message);
  return { head: head.output, document: content.slice(end + 1) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The digest matches, so another program wrote the entry.
    return undefined;
  }
}
