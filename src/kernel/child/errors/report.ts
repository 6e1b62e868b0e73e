import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { CellSyntaxError } from "../../cell/syntax-error.ts";
import type { ErrorReport } from "../../link.ts";
import { excerpt } from "./excerpt.ts";
import { type Frame, parseStack } from "./frames.ts";
import type { Sources } from "./sources.ts";

const RED = "\x1b[31m";
const BOLD = "\x1b[1m";
const DIM = "\x1b[2m";
const CYAN = "\x1b[36m";
const OFF = "\x1b[0m";

const FRAMES = 12;
const DEEPEST = 8;

export type ReportContext = {
  /** The name of the cell, for a syntax error. */
  readonly label?: string;
  /** The stack at the import that failed, for an error that has no frames of its own. */
  readonly importStack?: string | undefined;
};

/** What is thrown, as Jupyter shows it: the user's own frames with their source, and the causes. */
export function reportOf(thrown: unknown, sources: Sources, context: ReportContext = {}): ErrorReport {
  const { ename, evalue } = namesOf(thrown);
  const traceback =
    thrown instanceof CellSyntaxError
      ? syntaxTraceback(thrown, sources, context.label ?? "")
      : new Traceback(sources, context.importStack ?? "").of(thrown).join("\n").split("\n");
  return { ename, evalue, traceback };
}

function syntaxTraceback(error: CellSyntaxError, sources: Sources, label: string): string[] {
  const column = error.column + 1;
  return [
    `${RED}${BOLD}SyntaxError${OFF}: ${error.message}`,
    place({ file: label, line: error.line, column, call: "" }),
    ...excerpt(sources.textOf(label) ?? "", error.line, column, 2),
  ];
}

function namesOf(thrown: unknown): { ename: string; evalue: string } {
  if (!isError(thrown)) return { ename: `Uncaught ${thrown === null ? "null" : typeof thrown}`, evalue: shown(thrown) };
  return { ename: text(thrown, "name") || "Error", evalue: text(thrown, "message") };
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

// Anything may be thrown, also what throws while it is looked at.
function text(thrown: object, key: "name" | "message" | "stack"): string {
  try {
    const value: unknown = Reflect.get(thrown, key);
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
}

function property(thrown: object, key: string): unknown {
  try {
    return Reflect.get(thrown, key);
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  try {
    return inspect(value, { depth: 2, breakLength: 100 });
  } catch {
    return "(a value that cannot be shown)";
  }
}

class Traceback {
  readonly #sources: Sources;
  readonly #importStack: string;
  readonly #seen = new Set<unknown>();

  constructor(sources: Sources, importStack: string) {
    this.#sources = sources;
    this.#importStack = importStack;
  }

  of(thrown: unknown): string[] {
    const { ename, evalue } = namesOf(thrown);
    const head = `${RED}${BOLD}${ename}${OFF}${evalue === "" ? "" : `: ${evalue}`}`;
    if (!isError(thrown) || this.#seen.has(thrown)) return [head];
    this.#seen.add(thrown);
    if (this.#seen.size > DEEPEST) return [head];
    return [head, ...this.#details(thrown), ...this.#frames(thrown), ...this.#causes(thrown)];
  }

  // `code`, `errno` and whatever else the error carries beside its message.
  #details(error: Error): string[] {
    const known = new Set(["name", "message", "stack", "cause", "errors"]);
    const entries = Object.keys(error)
      .filter((key) => !known.has(key))
      .slice(0, 12)
      .map((key) => [key, property(error, key)] as const)
      .filter(([, value]) => typeof value !== "function" && value !== undefined);
    return entries.map(([key, value]) => `    ${DIM}${key}:${OFF} ${shown(value).replaceAll("\n", "\n    ")}`);
  }

  #frames(error: Error): string[] {
    const own = userFrames(parseStack(text(error, "stack")), this.#sources);
    const isFirst = this.#seen.size === 1;
    const frames = own.length > 0 || !isFirst ? own : userFrames(parseStack(this.#importStack), this.#sources);
    const lines = frames.slice(0, FRAMES).flatMap((frame, index) => {
      const source = this.#sources.textOf(frame.file) ?? fileText(frame.file);
      return [place(frame), ...(source ? excerpt(source, frame.line, frame.column, index === 0 ? 2 : 0) : [])];
    });
    const rest = frames.length - FRAMES;
    return rest > 0 ? [...lines, `    ${DIM}and ${rest} more calls${OFF}`] : lines;
  }

  #causes(error: Error): string[] {
    const lines: string[] = [];
    const errors = property(error, "errors");
    if (Array.isArray(errors)) {
      for (const [index, one] of errors.slice(0, DEEPEST).entries()) {
        lines.push(`${BOLD}Error ${index + 1} of ${errors.length}:${OFF}`, ...indented(this.of(one)));
      }
    }
    if ("cause" in error && property(error, "cause") !== undefined) {
      lines.push(`${BOLD}Caused by:${OFF}`, ...indented(this.of(property(error, "cause"))));
    }
    return lines;
  }
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line.replaceAll("\n", "\n  ")}`);
}

function place({ file, line, column, call }: Frame): string {
  return `    ${DIM}at${OFF} ${call === "" ? "" : `${call} `}${DIM}(${OFF}${CYAN}${file}:${line}:${column}${OFF}${DIM})${OFF}`;
}

function userFrames(frames: readonly Frame[], sources: Sources): Frame[] {
  return frames.flatMap((frame): Frame[] => {
    const source = sources.get(frame.file);
    if (source) {
      const at = source.locate({ line: frame.line, column: frame.column - 1 });
      return at ? [{ ...frame, file: source.label, line: at.line, column: at.column + 1 }] : [];
    }
    if (sources.textOf(frame.file) !== undefined) return [frame];
    const path = frame.file.startsWith("file:") ? frame.file.slice("file://".length) : frame.file;
    const isOwn = /^(\/|[A-Za-z]:[\\/])/.test(path) && !/[\\/]node_modules[\\/]/.test(path);
    return isOwn ? [{ ...frame, file: path }] : [];
  });
}

function fileText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
