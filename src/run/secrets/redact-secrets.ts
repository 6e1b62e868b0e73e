import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { spelledAs, spellingsOf } from "../../jupyter/spellings.ts";
import type { Output } from "../../notebook/types.ts";
import { OptionError } from "../errors/setting-errors.ts";
import { begunAtEnd, patternOf, writingsOf } from "./secret-forms.ts";

/** Replaces every secret in strings or data with a mark such as `[secret NAME]`. */
export type Redactor = {
  readonly text: (text: string) => string;
  /** The number of characters at the end of a string that may be the beginning of a secret. */
  readonly begun: (text: string) => number;
  readonly values: (values: readonly JsonObject[]) => readonly JsonObject[];
  readonly outputs: (outputs: readonly Output[]) => readonly Output[];
};

// A shorter token protects nothing, and may be a word that outputs contain for other reasons.
const SHORTEST_TOKEN = 8;

/**
 * Keeps the values of environment variables, and the tokens of servers, out of everything that a run prints and writes.
 *
 * @param names the names of the variables.
 * @param tokens the tokens; those of fewer than 8 characters are not redacted.
 * @throws {OptionError} when a variable is not set, or a name contains `=`.
 */
export function redactorOf(names: readonly string[], env: NodeJS.ProcessEnv, tokens: readonly string[] = []): Redactor {
  const variables = names.map((name) => {
    const value = env[name];
    // The messages must not repeat the value.
    if (name.includes("="))
      throw new OptionError("secret", "it takes the name of an environment variable, not a value");
    if (!value) throw new OptionError("secret", `the environment variable ${name} is not set`);
    return [name, value] as const;
  });
  const known = tokens.filter((token) => token.length >= SHORTEST_TOKEN);
  const secrets = [...variables, ...known.map((token) => ["token", token] as const)].flatMap(([name, value]) =>
    writingsOf(value).map((writing) => ({ name, writing })),
  );
  if (secrets.length === 0)
    return { text: (text) => text, begun: () => 0, values: (values) => values, outputs: (outputs) => outputs };
  // The longest first: one may be part of another.
  const ordered = secrets.toSorted((a, b) => b.writing.length - a.writing.length);
  const pattern = new RegExp(ordered.map(({ writing }) => `(${patternOf(writing)})`).join("|"), "g");
  const text = (clear: string): string =>
    clear.replace(pattern, (_, ...groups: unknown[]) => {
      return `[secret ${ordered[groups.findIndex((group) => group !== undefined)]?.name ?? ""}]`;
    });
  const deep = (value: JsonValue): JsonValue => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), deep(item)]));
  };
  const bundle = (data: JsonObject): JsonObject =>
    spelledAs(
      Object.fromEntries(Object.entries(data).map(([key, item]) => [text(key), deep(item)])),
      spellingsOf(data),
    );
  const output = (one: Output): Output => {
    if (one.output_type === "stream") return { ...one, text: text(one.text) };
    if (one.output_type !== "error") return { ...one, data: bundle(one.data), metadata: bundle(one.metadata) };
    return { ...one, ename: text(one.ename), evalue: text(one.evalue), traceback: one.traceback.map(text) };
  };
  const begun = (clear: string): number => Math.max(...ordered.map(({ writing }) => begunAtEnd(clear, writing)));
  return { text, begun, values: (values) => values.map(bundle), outputs: (outputs) => outputs.map(output) };
}

/** Redacts streams that arrive in pieces: a possible beginning of a secret is held back until the next piece. */
export class StreamRedactor {
  readonly #redactor: Redactor;
  readonly #held = new Map<string, string>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** Takes the next piece of a stream; returns the part of the stream that can be shown now. */
  take(stream: string, piece: string): string {
    const text = this.#redactor.text((this.#held.get(stream) ?? "") + piece);
    const shown = text.length - this.#redactor.begun(text);
    this.#held.set(stream, text.slice(shown));
    return text.slice(0, shown);
  }

  /** The held-back rest of a stream that has ended. */
  end(stream: string): string {
    const rest = this.#held.get(stream) ?? "";
    this.#held.delete(stream);
    return rest;
  }
}
