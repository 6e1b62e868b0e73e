import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import v8 from "node:v8";
import type { DeclaredName } from "../../magic/magic.ts";
import type { Snapshot } from "../../link/messages.ts";
import { decodeValues } from "./decode.ts";
import { encodeValues, type FrameCodec, type Graph, NotKeptError } from "./encode.ts";
import { frameCodec } from "./polars-frames.ts";

export type SessionStateParts = {
  readonly names: () => readonly DeclaredName[];
  /** Imports a module as the notebook does. */
  readonly load: (specifier: string) => Promise<unknown>;
  /** True once a cell has opened a comm or registered a target for one. */
  readonly usesComms: () => boolean;
};

const MOST_BYTES = 500e6;
const FUNCTION_KEYS = new Set<string | symbol>(["length", "name", "prototype", "arguments", "caller"]);

const NO_FRAMES: FrameCodec = {
  write: () => {
    throw new FrameFound();
  },
  read: () => {
    throw new FrameFound();
  },
};

class FrameFound extends Error {
  override readonly name = "FrameFound";
}

/** Keeps the values of the cells' names in a file, and restores them in another process. */
export class SessionState {
  readonly #parts: SessionStateParts;
  #start = surroundings();
  #loaded: { readonly file: string; readonly values: Record<string, unknown> } | undefined;

  constructor(parts: SessionStateParts) {
    this.#parts = parts;
  }

  /** Records the state of the process before the first cell. */
  begin(): void {
    this.#start = surroundings();
  }

  /**
   * Writes the values of names to a file.
   *
   * @returns null, or the reason why the values alone would not restore the session; then no file is written.
   */
  async save({ file, values, made }: Snapshot): Promise<string | null> {
    const declared = new Map(this.#parts.names().map((one) => [one.name, one]));
    const outside =
      this.#outside(declared) ?? strayIn(declared, new Set([...values, ...made])) ?? changedIn(declared, made);
    if (outside !== undefined) return outside;
    const read = new Map(values.map((name) => [name, declared.get(name)?.read()]));
    try {
      const again = new Map(made.map((name) => [declared.get(name)?.read(), name]));
      const { graph, frames } = await this.#encoded(read, again);
      const content = v8.serialize(graph);
      if (content.byteLength > MOST_BYTES) return `the values take ${Math.round(content.byteLength / 1e6)} MB`;
      // A last check: the values read back must equal those written.
      const back = decodeValues(graphIn(content), frames);
      const wrong = values.find((name) => graph.nodes.length < MOST_COMPARED && !isSame(back[name], read.get(name)));
      if (wrong !== undefined) return `${wrong} could not be restored exactly`;
      writeFileSync(file, content, { mode: 0o600 });
      return null;
    } catch (error) {
      if (error instanceof NotKeptError) return error.message;
      if (error instanceof RangeError) return "the values are nested too deeply";
      if (error instanceof Error && "code" in error) return error.message;
      throw error;
    }
  }

  /** The values in a file; the same objects each time until `forget`. */
  async read(file: string): Promise<Record<string, unknown>> {
    if (this.#loaded?.file !== file) {
      const graph = graphIn(readFileSync(file));
      const hasFrames = graph.nodes.some(({ kind }) => kind === "frame");
      this.#loaded = { file, values: decodeValues(graph, hasFrames ? await this.#frames() : NO_FRAMES) };
    }
    return this.#loaded.values;
  }

  /** Drops the values that were read. */
  forget(): void {
    this.#loaded = undefined;
  }

  async #encoded(values: ReadonlyMap<string, unknown>, made: ReadonlyMap<unknown, string>) {
    try {
      return { graph: encodeValues(values, NO_FRAMES, made), frames: NO_FRAMES };
    } catch (error) {
      if (!(error instanceof FrameFound)) throw error;
      const frames = await this.#frames();
      return { graph: encodeValues(values, frames, made), frames };
    }
  }

  async #frames(): Promise<FrameCodec> {
    return frameCodec(await this.#parts.load("nodejs-polars"));
  }

  /** Describes a change that cells made apart from their names; undefined without one. */
  #outside(declared: ReadonlyMap<string, unknown>): string | undefined {
    if (this.#parts.usesComms()) return "a widget is connected";
    const [before, now] = [this.#start, surroundings()];
    if (now.folder !== before.folder) return "the working directory has changed";
    if (!isDeepStrictEqual(now.env, before.env)) return "the environment has changed";
    const added = [...now.globals].find((key) => !before.globals.has(key) && !declared.has(String(key)));
    if (added !== undefined) return `globalThis has a new property, ${String(added)}`;
    for (const [kind, count] of now.resources) {
      // The timers of the kernel's start have fired by now.
      const usual = kind === "Timeout" || kind === "Immediate" ? 0 : (before.resources.get(kind) ?? 0);
      if (count > usual) return `something still runs (${kind})`;
    }
    return undefined;
  }
}

/** The state that cells can change apart from their names. */
function surroundings() {
  return {
    globals: new Set(Reflect.ownKeys(globalThis)),
    env: { ...process.env },
    folder: process.cwd(),
    resources: countsOf(process.getActiveResourcesInfo()),
  };
}

// Comparing more would take longer than most cells.
const MOST_COMPARED = 1_000_000;

function isSame(one: unknown, other: unknown): boolean {
  // Frames were compared when they were written.
  return hasFrameTag(one) ? hasFrameTag(other) : isDeepStrictEqual(one, other);
}

function hasFrameTag(value: unknown): boolean {
  return typeof value === "object" && value !== null && Reflect.get(value, Symbol.toStringTag) === "DataFrame";
}

function strayIn(declared: ReadonlyMap<string, DeclaredName>, known: ReadonlySet<string>): string | undefined {
  const stray = [...declared.values()].find(({ name, kind }) => kind !== "import" && !known.has(name));
  return stray === undefined ? undefined : `${stray.name} was declared elsewhere`;
}

function changedIn(declared: ReadonlyMap<string, DeclaredName>, made: readonly string[]): string | undefined {
  const changed = made.find((name) => {
    const value = declared.get(name)?.read();
    if (typeof value !== "function") return false;
    return Reflect.ownKeys(value).some((key) => !FUNCTION_KEYS.has(key));
  });
  return changed === undefined ? undefined : `${changed} has properties of its own`;
}

function countsOf(kinds: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

// Only this class writes these files, and the caller has compared the digest of the file.
function graphIn(content: Uint8Array): Graph {
  return v8.deserialize(content);
}
