/** A cell that ran: its session, its execution count, its source and its result as text. */
export type HistoryEntry = {
  readonly session: number;
  readonly line: number;
  readonly input: string;
  readonly output: string | null;
};

/** The cells of this session, after those of earlier ones. */
export class History {
  readonly session: number;
  readonly #entries: HistoryEntry[];
  readonly #onAdd: (entry: HistoryEntry) => void;

  constructor(earlier: readonly HistoryEntry[] = [], onAdd: (entry: HistoryEntry) => void = () => {}) {
    this.#entries = [...earlier];
    this.session = earlier.reduce((latest, { session }) => Math.max(latest, session), 0) + 1;
    this.#onAdd = onAdd;
  }

  add(line: number, input: string, output: string | null): void {
    const entry = { session: this.session, line, input, output };
    this.#entries.push(entry);
    this.#onAdd(entry);
  }

  /** The last `n` cells, oldest first. */
  tail(n: number): HistoryEntry[] {
    return n > 0 ? this.#entries.slice(-n) : [];
  }

  /**
   * The cells of one session from `start` up to, but not including, `stop`; all the rest when `stop` is `undefined`.
   *
   * @param session 0 is this session, a negative number counts back from it, a positive number names a session.
   */
  range(session: number, start: number, stop: number | undefined): HistoryEntry[] {
    const wanted = session > 0 ? session : this.session + session;
    return this.#entries.filter(
      (entry) => entry.session === wanted && entry.line >= start && (stop === undefined || entry.line < stop),
    );
  }

  /**
   * The last `n` cells (all when undefined) whose source matches a glob with `*` and `?`.
   *
   * @param unique true to keep only the last of the cells with the same source.
   */
  search(pattern: string, n: number | undefined, unique: boolean): HistoryEntry[] {
    const found: HistoryEntry[] = [];
    const seen = new Set<string>();
    for (const entry of this.#entries.toReversed()) {
      if (n !== undefined && found.length >= n) break;
      if (!globMatches(pattern, entry.input) || (unique && seen.has(entry.input))) continue;
      seen.add(entry.input);
      found.push(entry);
    }
    return found.toReversed();
  }
}

// A regular expression made from the pattern could backtrack for ever.
function globMatches(pattern: string, text: string): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let retry = 0;
  while (position < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      retry = position;
    } else if (pattern[at] === "?" || pattern[at] === text[position]) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
