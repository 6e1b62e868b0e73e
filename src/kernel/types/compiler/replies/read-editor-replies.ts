import { fileURLToPath } from "node:url";
import * as v from "valibot";
import type { JsonValue } from "../../../../jupyter/json.ts";

// The answers of TypeScript's server to the questions of an editor. A reply of any other shape counts as no answer.

const Place = v.object({ line: v.number(), character: v.number() });
const Range = v.object({ start: Place, end: Place });
const TextEdit = v.object({ range: Range, newText: v.string() });
const WorkspaceEdit = v.object({ changes: v.optional(v.record(v.string(), v.array(TextEdit)), {}) });

/** A range of lines and UTF-16 columns from 0. */
export type ServerRange = v.InferOutput<typeof Range>;
export type ServerEdit = v.InferOutput<typeof TextEdit>;
export type ServerLocation = { readonly file: string; readonly range: ServerRange };
/** The edits of one document. */
export type ServerEdits = { readonly file: string; readonly edits: readonly ServerEdit[] };

const Markup = v.pipe(
  v.union([v.string(), v.object({ value: v.string() })]),
  v.transform((text) => (typeof text === "string" ? text : text.value)),
);

const Hover = v.object({ contents: Markup, range: v.optional(Range) });

export function hoverIn(reply: JsonValue): v.InferOutput<typeof Hover> | undefined {
  return parsed(Hover, reply);
}

const Parameter = v.object({
  label: v.union([v.string(), v.tuple([v.number(), v.number()])]),
  documentation: v.optional(Markup, ""),
});
const Signature = v.object({
  label: v.string(),
  documentation: v.optional(Markup, ""),
  parameters: v.optional(v.array(Parameter), []),
  activeParameter: v.optional(v.number(), 0),
});
const SignatureHelp = v.object({ signatures: v.array(Signature), activeSignature: v.optional(v.number(), 0) });

/** The signature that a call most likely means, and the number of signatures (`of`); undefined without any. */
export function signatureIn(reply: JsonValue): (v.InferOutput<typeof Signature> & { readonly of: number }) | undefined {
  const help = parsed(SignatureHelp, reply);
  const signature = help?.signatures[help.activeSignature] ?? help?.signatures[0];
  return signature && { ...signature, of: help?.signatures.length ?? 1 };
}

const Link = v.pipe(
  v.object({ targetUri: v.string(), targetSelectionRange: Range }),
  v.transform(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange })),
);
const Location = v.object({ uri: v.string(), range: Range });

/** Definitions or references in files. */
export function locationsIn(reply: JsonValue): ServerLocation[] {
  const found = parsed(v.array(v.union([Link, Location])), reply) ?? [];
  return found.flatMap(({ uri, range }) => (uri.startsWith("file:") ? [{ file: fileOf(uri), range }] : []));
}

const Prepared = v.object({ range: Range, placeholder: v.string() });

export function preparedRenameIn(reply: JsonValue): v.InferOutput<typeof Prepared> | undefined {
  return parsed(Prepared, reply);
}

export function renameIn(reply: JsonValue): ServerEdits[] {
  return editsOf(parsed(WorkspaceEdit, reply));
}

const Action = v.object({ title: v.string(), edit: v.optional(WorkspaceEdit) });

export function actionsIn(reply: JsonValue): { readonly title: string; readonly edits: readonly ServerEdits[] }[] {
  const found = parsed(v.array(Action), reply) ?? [];
  return found.map(({ title, edit }) => ({ title, edits: editsOf(edit) }));
}

export function textEditsIn(reply: JsonValue): ServerEdit[] {
  return parsed(v.array(TextEdit), reply) ?? [];
}

const Hint = v.object({
  position: Place,
  label: v.union([v.string(), v.array(v.object({ value: v.string() }))]),
  paddingLeft: v.optional(v.boolean(), false),
  paddingRight: v.optional(v.boolean(), false),
});

/** The types and parameter names to show within the code. */
export function hintsIn(reply: JsonValue): { readonly position: v.InferOutput<typeof Place>; readonly text: string }[] {
  const found = parsed(v.array(Hint), reply) ?? [];
  return found.map(({ position, label, paddingLeft, paddingRight }) => {
    const text = typeof label === "string" ? label : label.map(({ value }) => value).join("");
    return { position, text: `${paddingLeft ? " " : ""}${text}${paddingRight ? " " : ""}`.replace(/^ :/, ":") };
  });
}

// The server's description of the import for a proposed name, in numbers of its own.
const AutoImport = v.object({ importKind: v.number(), moduleSpecifier: v.string() });
const Proposal = v.object({
  label: v.string(),
  kind: v.optional(v.number(), 1),
  data: v.optional(v.object({ autoImport: v.optional(v.unknown()) }), {}),
});
const Proposals = v.pipe(
  v.union([v.array(v.unknown()), v.object({ items: v.array(v.unknown()) })]),
  v.transform((found) => (Array.isArray(found) ? found : found.items)),
);
const STYLES = ["named", "default", "namespace", "default"] as const;
const INTERFACE = 8;

/** A name that the server proposes together with an import. */
export type ServerImport = {
  readonly name: string;
  readonly kind: number;
  readonly module: string;
  readonly style: (typeof STYLES)[number];
  readonly isType: boolean;
};

/** The proposals at a place: the names that can be used as they are, and those that need an import. */
export function proposalsIn(reply: JsonValue): {
  readonly labels: ReadonlySet<string>;
  readonly imports: readonly ServerImport[];
} {
  const labels = new Set<string>();
  const imports: ServerImport[] = [];
  for (const item of parsed(Proposals, reply) ?? []) {
    const proposal = v.safeParse(Proposal, item);
    if (!proposal.success) continue;
    const { label, kind, data } = proposal.output;
    const found = v.safeParse(AutoImport, data.autoImport);
    if (!found.success) {
      labels.add(label);
      continue;
    }
    const { importKind, moduleSpecifier: module } = found.output;
    imports.push({ name: label, kind, module, style: STYLES[importKind] ?? "named", isType: kind === INTERFACE });
  }
  return { labels, imports };
}

function editsOf(edit: v.InferOutput<typeof WorkspaceEdit> | undefined): ServerEdits[] {
  return Object.entries(edit?.changes ?? {}).map(([uri, edits]) => ({ file: fileOf(uri), edits }));
}

// Windows' drive letters come in lower case, whatever the request had.
function fileOf(uri: string): string {
  return fileURLToPath(uri).replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}

function parsed<T extends v.GenericSchema>(schema: T, reply: JsonValue): v.InferOutput<T> | undefined {
  const result = v.safeParse(schema, reply);
  return result.success ? result.output : undefined;
}
