import { stripVTControlCharacters } from "node:util";
import { readFileSync } from "node:fs";
import { inspectWithin } from "../../../display/text/inspect-within.ts";
import type { ErrorReport } from "../../../jupyter/error-report.ts";
import { shortened } from "../../../util/text/shortened.ts";
import { withOriginals } from "../built-ins/original-builtins.ts";
import { asWritten } from "./as-written.ts";
import { commonJsHint } from "./commonjs-hint.ts";
import { detailsOf, isSuppressed } from "./error-details.ts";
import { errorName } from "./error-name.ts";
import { markedLines } from "./excerpt.ts";
import { type StackFrame, parseStack } from "./stacks/parse-stack.ts";
import type { Sources } from "./stacks/compiled-sources.ts";
import { hasMappedStack } from "./stacks/map-stacks.ts";
import { foldedFrames, frameLine, plainPath, userFrames } from "./stacks/shown-frames.ts";
import { syntaxPlace } from "./syntax-place.ts";

// JupyterLab shows errors on red, where colours are hard to read: the main parts are bold, the rest plain.
const BOLD = "\x1b[1m";
const DIM = "\x1b[2m";
const OFF = "\x1b[0m";

const MOST_CAUSES = 8;
const LONGEST_SHOWN = 10_000;
const LONGEST_MESSAGE = 100_000;

export type ReportContext = {
  /** The label of the cell, for a syntax error. */
  readonly label?: string;
  /** The stack at the failed import, for an error without user frames. */
  readonly importStack?: string | undefined;
};

/** Formats a thrown value for Jupyter: the user's own frames with their source, and the causes. */
export function reportOf(thrown: unknown, sources: Sources, context: ReportContext = {}): ErrorReport {
  try {
    return withOriginals(() => report(thrown, sources, context));
  } catch (error) {
    const evalue = `An error that cannot be shown, because reading it throws: ${reasonOf(error)}`;
    return { ename: "Error", evalue, traceback: [evalue] };
  }
}

function reasonOf(error: unknown): string {
  return isError(error) ? text(error, "message") : shown(error);
}

function report(thrown: unknown, sources: Sources, context: ReportContext): ErrorReport {
  const { ename, evalue } = namesOf(thrown);
  const traceback = new Traceback(sources, context).of(thrown).join("\n").split("\n");
  const hint = commonJsHint(ename, evalue);
  return { ename, evalue, traceback: hint === undefined ? traceback : [...traceback, hint] };
}

function namesOf(thrown: unknown): { ename: string; evalue: string } {
  if (!isError(thrown)) return { ename: `Uncaught ${thrown === null ? "null" : typeof thrown}`, evalue: shown(thrown) };
  // Node colours the compared values of an assertion where packages may print in colours.
  const message = stripVTControlCharacters(asWritten(text(thrown, "message")));
  const { text: evalue, more } = shortened(message, LONGEST_MESSAGE);
  return { ename: errorName(thrown), evalue: more === 0 ? evalue : `${evalue}\n... ${more} more characters` };
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

// A thrown value may throw when it is read.
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
    return inspectWithin(value, { depth: 2, breakLength: 100 }, LONGEST_SHOWN);
  } catch {
    return "(a value that cannot be shown)";
  }
}

class Traceback {
  readonly #sources: Sources;
  readonly #context: ReportContext;
  readonly #seen = new Set<unknown>();

  constructor(sources: Sources, context: ReportContext) {
    this.#sources = sources;
    this.#context = context;
  }

  of(thrown: unknown): string[] {
    const { ename, evalue } = namesOf(thrown);
    const head = `${BOLD}${ename}${OFF}${evalue === "" ? "" : `: ${evalue}`}`;
    if (!isError(thrown) || this.#seen.has(thrown)) return [head];
    this.#seen.add(thrown);
    if (this.#seen.size > MOST_CAUSES) return [head];
    return [
      head,
      ...detailsOf(thrown).map(
        ({ name, text: lines }) => `    ${DIM}${name}:${OFF} ${lines.replaceAll("\n", "\n    ")}`,
      ),
      ...this.#frames(thrown),
      ...this.#causes(thrown),
    ];
  }

  #frames(error: Error): string[] {
    const { frames, isUncompiled } = this.#userFrames(error);
    const lines: string[] = [];
    for (const [index, { frame, times }] of foldedFrames(frames).entries()) {
      // A file that does not compile is read again: the known source is older than its edit.
      const source =
        (isUncompiled && index === 0 ? fileText(frame.file) : undefined) ??
        this.#sources.textOf(frame.file) ??
        fileText(frame.file);
      lines.push(
        frameLine(frame),
        ...(source ? markedLines(source, frame.line, frame.column, index === 0 ? 2 : 0) : []),
      );
      if (times > 1) lines.push(`    ${DIM}and ${times - 1} more times from there${OFF}`);
    }
    return lines;
  }

  #userFrames(error: Error): { frames: StackFrame[]; isUncompiled: boolean } {
    const stack = text(error, "stack");
    const written = syntaxPlace(error, stack, this.#context.label ?? "");
    const calls = userFrames(parseStack(stack), this.#sources, hasMappedStack(error));
    if (written) {
      const { isInCompiled, ...at } = written;
      const located = isInCompiled ? this.#sources.locate(at) : undefined;
      return {
        frames: [{ ...(located ?? { ...at, file: plainPath(at.file) }), call: "" }, ...calls],
        isUncompiled: true,
      };
    }
    const { importStack = "" } = this.#context;
    const hasOwn = calls.length > 0 || this.#seen.size > 1;
    return { frames: hasOwn ? calls : userFrames(parseStack(importStack), this.#sources, true), isUncompiled: false };
  }

  #causes(error: Error): string[] {
    const lines: string[] = [];
    const errors = property(error, "errors");
    if (Array.isArray(errors)) {
      for (const [index, one] of errors.slice(0, MOST_CAUSES).entries()) {
        lines.push(`${BOLD}Error ${index + 1} of ${errors.length}:${OFF}`, ...indented(this.of(one)));
      }
    }
    // A disposal failed after an earlier error.
    if (isSuppressed(error)) {
      lines.push(`${BOLD}Thrown last:${OFF}`, ...indented(this.of(property(error, "error"))));
      lines.push(`${BOLD}Thrown before:${OFF}`, ...indented(this.of(property(error, "suppressed"))));
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

function fileText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
