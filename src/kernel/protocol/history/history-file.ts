import { promises as fs, readFileSync } from "node:fs";
import { messageOf } from "../../../util/error.ts";
import type { HistoryEntry } from "./history.ts";
import { log } from "../log.ts";

/** A history file that kernel sessions share: a line for each cell, with a JSON array. */
export class HistoryFile {
  readonly #file: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** The entries of earlier sessions, without malformed lines. */
  read(): HistoryEntry[] {
    let text: string;
    try {
      text = readFileSync(this.#file, "utf8");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) {
        log(`the history ${this.#file} cannot be read: ${messageOf(error)}`);
      }
      return [];
    }
    return text.split("\n").flatMap((line) => entryOf(line) ?? []);
  }

  append({ session, line, input, output }: HistoryEntry): void {
    const text = `${JSON.stringify([session, line, input, output])}\n`;
    this.#writing = this.#after(this.#writing, text);
  }

  /** Resolves when all entries are written. */
  flushed(): Promise<void> {
    return this.#writing;
  }

  async #after(before: Promise<void>, text: string): Promise<void> {
    await before;
    try {
      await fs.appendFile(this.#file, text, { mode: 0o600 });
    } catch (error) {
      log(`the history ${this.#file} cannot be written: ${messageOf(error)}`);
    }
  }
}

function entryOf(text: string): HistoryEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A full disk cuts lines short.
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const [session, line, input, output]: unknown[] = value;
  if (typeof session !== "number" || typeof line !== "number" || typeof input !== "string") return undefined;
  return { session, line, input, output: typeof output === "string" ? output : null };
}
