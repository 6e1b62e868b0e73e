import { setImmediate as nextTurn } from "node:timers/promises";
import { languageOf } from "../notebook/code-language.ts";
import { readNotebook } from "../notebook/file/read.ts";
import { type FoundNotebook, labelOf } from "../notebook/find.ts";
import { TsnbError } from "../util/error.ts";
import { OtherLanguageError } from "./errors.ts";
import { type CheckSubject, checkSubject } from "./subject.ts";

/** A notebook that was read: its parts to check, the error that prevents it, or "skipped" for another language. */
type ReadSubject = FoundNotebook & { readonly label: string; readonly subject: CheckSubject | TsnbError | "skipped" };

/** Reads notebooks one after another, so that other work, such as serving files to a compiler, gets its turn. */
export async function readSubjects(found: readonly FoundNotebook[]): Promise<readonly ReadSubject[]> {
  const read: ReadSubject[] = [];
  for (const each of found) {
    read.push(await readSubject(each));
    await nextTurn();
  }
  return read;
}

async function readSubject(found: FoundNotebook): Promise<ReadSubject> {
  const { source, isNamed } = found;
  const label = labelOf(source);
  const place = { ...found, label };
  try {
    const notebook = await readNotebook(source, { label });
    const language = languageOf(notebook);
    if (typeof language === "string") return { ...place, subject: checkSubject(notebook, { source, label, language }) };
    return { ...place, subject: isNamed ? new OtherLanguageError(label, language.other) : "skipped" };
  } catch (error) {
    if (error instanceof TsnbError) return { ...place, subject: error };
    throw error;
  }
}
