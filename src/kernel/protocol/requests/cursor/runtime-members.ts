import type { Member } from "../../../link/messages.ts";
import type { Completions } from "../../../types/service-interface.ts";
import { surroundingsAt } from "./cursor-context.ts";

/** A question for the members of a value; `prefix` is the text that the wanted names start with. */
export type MemberQuestion = {
  /** The expression whose members are wanted; empty for all names in scope. */
  readonly owner: string;
  readonly prefix: string;
  /** The quote around a key; undefined without one. */
  readonly quote?: string | undefined;
};

const NAME = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const KEYS = String.raw`(?:\?\.)?\[(?:\d+|"[^"\\\n]*"|'[^'\\\n]*')\]`;
const PATH = String.raw`(${NAME}(?:\s*\??\.\s*${NAME}|${KEYS})*)`;
const MEMBER = new RegExp(String.raw`${PATH}\s*\??\.\s*([\p{ID_Continue}$]*)$`, "u");
const KEY = new RegExp(String.raw`${PATH}(?:\?\.)?\[(["'])([^"'\\\n]*)$`, "u");
const WORD = new RegExp(`(?:${NAME})?$`, "u");
const IDENTIFIER = new RegExp(`^${NAME}$`, "u");
// No name starts after a number, a `#` or the dot of something that is not a name.
const NO_START = /[\p{ID_Continue}$#]$|(?<!\.\.)\.\s*$/u;
// Legacy members of `Object.prototype`, such as `__proto__`.
const LEGACY = new Set(Object.getOwnPropertyNames(Object.prototype).filter((name) => /^__\w+__$/.test(name)));

/** The question about existing values for an offset of a cell; `undefined` where no member can come. */
export function memberQuestion(code: string, offset: number): MemberQuestion | undefined {
  const before = code.slice(0, offset);
  const surroundings = surroundingsAt(before, offset);
  if (surroundings === "comment") return undefined;
  const match = surroundings === "text" ? KEY.exec(before) : (MEMBER.exec(before) ?? WORD.exec(before));
  if (!match || NO_START.test(before.slice(0, match.index))) return undefined;
  if (surroundings === "text") return { owner: match[1] ?? "", quote: match[2], prefix: match[3] ?? "" };
  return match[1] === undefined ? { owner: "", prefix: match[0] } : { owner: match[1], prefix: match[2] ?? "" };
}

/** The members that fit a question, in the given order: a value's own come first. */
export function proposedMembers(members: readonly Member[], question: MemberQuestion, offset: number): Completions {
  const { prefix, quote } = question;
  const items = members
    .filter(({ name, kind }) => {
      if (!name.startsWith(prefix) || LEGACY.has(name)) return false;
      if (quote === undefined) return IDENTIFIER.test(name);
      return kind !== "method" && !/[\\\n]/.test(name) && !name.includes(quote);
    })
    .map(({ name, kind }) => ({ text: name, kind }));
  return { start: offset - prefix.length, end: offset, items };
}
