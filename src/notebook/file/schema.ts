import * as v from "valibot";
import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { isJsonMime } from "../mime.ts";

// Allows exactly what nbformat's JSON schemas of 4.0 to 4.5 allow; see
// https://github.com/jupyter/nbformat/tree/main/nbformat/v4. Multi-line strings are joined.

const Json = v.custom<JsonValue>((value) => value !== undefined);
const Dictionary = v.custom<JsonObject>(isJsonObject, "it must be an object");
/** A string, whole or as a list of lines. */
export const Lines = v.pipe(
  // A schema of an array would hold an object for each of a million lines.
  v.custom<string | readonly string[]>(isText, "it must be a string or a list of strings"),
  v.transform((text) => (typeof text === "string" ? text : text.join(""))),
);

function isText(value: unknown): boolean {
  return typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string"));
}

const Count = v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));

const Name = v.pipe(v.string(), v.nonEmpty());
const Tags = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[^,]+$/, "a tag must be a string without commas"))),
  v.check((tags) => new Set(tags).size === tags.length, "a tag must not occur twice"),
);

// An object with some known fields and any others, except those that belong to a running Jupyter and
// never to a file.
function metadataOf(known: v.ObjectEntries, transient: readonly string[]) {
  const schema = v.looseObject(known);
  return v.pipe(
    Dictionary,
    v.rawCheck(({ dataset, addIssue }) => {
      const [issue] = v.safeParse(schema, dataset.value).issues ?? [];
      if (issue) addIssue({ message: issue.message, ...(issue.path ? { path: issue.path } : {}) });
    }),
    v.transform(
      (value): JsonObject => Object.fromEntries(Object.entries(value).filter(([key]) => !transient.includes(key))),
    ),
  );
}

function cellMetadataOf(known: v.ObjectEntries) {
  return metadataOf({ name: v.optional(Name), tags: v.optional(Tags), ...known }, ["trusted"]);
}

const CodeMetadata = cellMetadataOf({
  jupyter: v.optional(
    v.looseObject({ source_hidden: v.optional(v.boolean()), outputs_hidden: v.optional(v.boolean()) }),
  ),
  execution: v.optional(v.record(v.string(), v.string())),
  collapsed: v.optional(v.boolean()),
  scrolled: v.optional(v.union([v.boolean(), v.literal("auto")])),
});
const RawMetadata = cellMetadataOf({ format: v.optional(v.string()), jupyter: v.optional(Dictionary) });
const MarkdownMetadata = cellMetadataOf({ jupyter: v.optional(Dictionary) });
const CellMetadata = { code: CodeMetadata, markdown: MarkdownMetadata, raw: RawMetadata };

/** The schema of a cell's metadata. */
export function cellMetadataSchema(type: keyof typeof CellMetadata) {
  return CellMetadata[type];
}

const MimeBundle = v.pipe(
  v.record(v.string(), Json),
  v.check(
    (bundle) => Object.entries(bundle).every(([mime, value]) => isJsonMime(mime) || v.is(Lines, value)),
    "only JSON types may hold anything but a string or a list of strings",
  ),
  v.transform((bundle) =>
    Object.fromEntries(
      Object.entries(bundle).map(([mime, value]) => [mime, isJsonMime(mime) ? value : v.parse(Lines, value)]),
    ),
  ),
);

/** An output as a notebook stores it. */
export const OutputSchema = v.variant("output_type", [
  v.strictObject({ output_type: v.literal("stream"), name: v.string(), text: Lines }),
  v.strictObject({ output_type: v.literal("display_data"), data: MimeBundle, metadata: Dictionary }),
  v.strictObject({
    output_type: v.literal("execute_result"),
    execution_count: Count,
    data: MimeBundle,
    metadata: Dictionary,
  }),
  v.strictObject({
    output_type: v.literal("error"),
    ename: v.string(),
    evalue: v.string(),
    traceback: v.array(v.string()),
  }),
]);

const CodeFields = {
  cell_type: v.literal("code"),
  metadata: CodeMetadata,
  source: Lines,
  outputs: v.array(OutputSchema),
  execution_count: Count,
};
const MarkdownFields = { cell_type: v.literal("markdown"), metadata: MarkdownMetadata, source: Lines };
const RawFields = { cell_type: v.literal("raw"), metadata: RawMetadata, source: Lines };

const Attachments = { attachments: v.exactOptional(v.record(v.string(), MimeBundle)) };
/** The form of a cell id. */
export const ID_PATTERN = /^[a-zA-Z0-9_-]{1,64}$/;

const Id = {
  id: v.pipe(v.string(), v.regex(ID_PATTERN, "an id must be 1 to 64 letters, digits, hyphens or underscores")),
};

/** Cells of 4.0: neither attachments nor ids. */
const Cell40 = v.variant("cell_type", [
  v.strictObject(CodeFields),
  v.strictObject(MarkdownFields),
  v.strictObject(RawFields),
]);

/** Cells of 4.1 to 4.4: attachments. */
const Cell41 = v.variant("cell_type", [
  v.strictObject(CodeFields),
  v.strictObject({ ...MarkdownFields, ...Attachments }),
  v.strictObject({ ...RawFields, ...Attachments }),
]);

/** Cells of 4.5: ids, too. */
const Cell45 = v.variant("cell_type", [
  v.strictObject({ ...Id, ...CodeFields }),
  v.strictObject({ ...Id, ...MarkdownFields, ...Attachments }),
  v.strictObject({ ...Id, ...RawFields, ...Attachments }),
]);

/** The metadata of a notebook. */
export const NotebookMetadata = metadataOf(
  {
    kernelspec: v.optional(v.looseObject({ name: v.string(), display_name: v.string() })),
    language_info: v.optional(
      v.looseObject({
        name: v.string(),
        codemirror_mode: v.optional(v.union([v.string(), Dictionary])),
        file_extension: v.optional(v.string()),
        mimetype: v.optional(v.string()),
        pygments_lexer: v.optional(v.string()),
      }),
    ),
    title: v.optional(v.string()),
    authors: v.optional(v.array(Json)),
  },
  ["orig_nbformat", "orig_nbformat_minor", "signature"],
);

const DocumentFields = {
  nbformat: v.literal(4),
  nbformat_minor: v.pipe(v.number(), v.integer(), v.minValue(0)),
  metadata: NotebookMetadata,
};

/** The newest minor version of nbformat 4 that is understood. */
export const NEWEST_MINOR = 5;

/** The schema of a notebook file of nbformat 4 with this minor version. */
export function documentSchema(minor: number) {
  const cell = minor >= 5 ? Cell45 : minor >= 1 ? Cell41 : Cell40;
  return v.strictObject({ ...DocumentFields, cells: v.array(cell) });
}
