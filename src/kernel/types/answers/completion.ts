import type { CellDocument } from "../modules/cell-document.ts";
import type { Kind } from "../facts/declarations.ts";
import { isOwn } from "../modules/reserved-names.ts";
import type { Meaning } from "../modules/cell-module.ts";
import { isType, isValue } from "../modules/meaning.ts";
import type { ServerCompletion } from "../compiler/replies/read-replies.ts";
import type { Completions } from "../service-interface.ts";

const KINDS =
  "text method function constructor field variable class interface module property unit value enum keyword snippet colour file reference folder enumMember constant struct event operator type".split(
    " ",
  );

/** The name of a completion kind of the language server protocol, numbered from 1. */
export function kindName(kind: number): string {
  return KINDS[kind - 1] ?? "text";
}

const OWN_KINDS: Record<Kind, string> = {
  const: "variable",
  let: "variable",
  auto: "variable",
  array: "variable",
  letArray: "variable",
  function: "function",
  class: "class",
  enum: "enum",
  namespace: "module",
  interface: "interface",
  type: "type",
  import: "module",
};

// Proposals that appear only for values, or only for types.
const ANY_VALUE = "parseInt";
const ANY_TYPE = "Partial";

/** The kinds of names, values or types, that the server proposes at a place. */
export function proposedKinds(labels: ReadonlySet<string>): { readonly isValue: boolean; readonly isType: boolean } {
  return { isValue: labels.has(ANY_VALUE), isType: labels.has(ANY_TYPE) };
}

const OWN_FILE = /^__tsnb_/;
// In the compiler's sort keys, this comes after local names and before global ones.
const OWN_SORT = "12";

type Item = {
  readonly label: string;
  readonly text: string;
  readonly kind: string;
  readonly sort: string;
  readonly start: number;
};

/** The proposals for the word before an offset, the likeliest first. */
export function completionsAt(
  found: readonly ServerCompletion[],
  {
    code,
    offset,
    document,
    meanings,
  }: { code: string; offset: number; document: CellDocument; meanings: ReadonlyMap<string, Meaning> },
): Completions {
  const word = /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(code.slice(0, offset))?.[0] ?? "";
  const lineStart = code.lastIndexOf("\n", offset - 1) + 1;
  const cursorLine = document.firstLine + code.slice(0, offset).split("\n").length - 1;
  const items = found.flatMap(({ label, kind, sort, text, range }): Item[] => {
    if (isOwn(label) || OWN_FILE.test(label) || (range && range.startLine !== cursorLine)) return [];
    const start = range ? lineStart + range.startColumn : offset - word.length;
    return [{ label, text, kind: kindName(kind), sort, start }];
  });
  items.push(...earlierNames(items, meanings, document, offset - word.length));
  const start = commonStart(items) ?? offset - word.length;
  // A proposal that replaces more than the word, such as `?.name` for `.name`, is still filtered by the word.
  const typed =
    start < offset - word.length && items.some(({ text }) => text.startsWith("?.")) ? word : code.slice(start, offset);
  const wanted = typed.toLowerCase();
  const matching = items.filter((item) => item.start === start && item.label.toLowerCase().startsWith(wanted));
  const rank = ({ label }: Item) => (label.startsWith(typed) ? 0 : 1);
  // Names with an underscore are usually private.
  const inner = ({ label }: Item) => (typed === "" && label.startsWith("_") ? 1 : 0);
  matching.sort(
    (a, b) => rank(a) - rank(b) || compare(a.sort, b.sort) || inner(a) - inner(b) || compare(a.label, b.label),
  );
  return { start, end: offset, items: matching.map(({ text, kind }) => ({ text, kind })) };
}

// Adds the other earlier names: the compiler sees only those that the code contains as whole words.
function earlierNames(
  items: readonly Item[],
  meanings: ReadonlyMap<string, Meaning>,
  { carriedOver }: CellDocument,
  start: number,
): Item[] {
  const labels = new Set(items.map(({ label }) => label));
  const { isValue: wantsValue, isType: wantsType } = proposedKinds(labels);
  return Array.from(meanings, ([name, { value, type }]): Item[] => {
    const source = (wantsValue && value && isValue(value) && value) || (wantsType && type && isType(type) && type);
    if (!source || labels.has(name) || carriedOver.has(name)) return [];
    return [{ label: name, text: name, kind: OWN_KINDS[source.kind], sort: OWN_SORT, start }];
  }).flat();
}

/** The most frequent start, of equal ones the latest: Jupyter accepts only one. Undefined without proposals. */
function commonStart(items: readonly Item[]): number | undefined {
  const counts = new Map<number, number>();
  for (const { start } of items) counts.set(start, (counts.get(start) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
