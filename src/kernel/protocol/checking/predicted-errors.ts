import { stripVTControlCharacters } from "node:util";
import type { ErrorReport } from "../../../jupyter/error-report.ts";
import type { Diagnostic } from "../../types/service-interface.ts";

type Kind = {
  readonly ename: string;
  /** Its first group, if any, is also a word of the compiler's message. */
  readonly evalue: RegExp;
  readonly codes: ReadonlySet<string>;
};

// With imported names, and without.
const MISSING_MODULE = new Set(["TS2307", "TS2792", "TS2882"]);

const KINDS: readonly Kind[] = [
  {
    ename: "ReferenceError",
    evalue: /^([\p{ID_Continue}$]+) is not defined$/u,
    codes: new Set([
      ...["TS2304", "TS2503", "TS2552", "TS18004"],
      // With advice: to install a package of types, or to set a library.
      ...["TS2580", "TS2581", "TS2582", "TS2583", "TS2584", "TS2591", "TS2592", "TS2593"],
      // Names of types.
      ...["TS2585", "TS2693", "TS2708"],
    ]),
  },
  {
    ename: "ReferenceError",
    evalue: /^Cannot access '(.+)' before initialization$/,
    codes: new Set(["TS2448", "TS2449", "TS2454"]),
  },
  {
    ename: "TypeError",
    evalue: /([\p{ID_Continue}$]+) is not a (?:function|constructor)$/u,
    codes: new Set(["TS2339", "TS2349", "TS2351", "TS2454", "TS2550", "TS2551", "TS2721", "TS2722", "TS2723"]),
  },
  {
    ename: "TypeError",
    evalue: /^Cannot (?:read|set) properties of (?:null|undefined)/,
    codes: new Set([
      "TS2339",
      "TS2454",
      "TS2550",
      "TS2551",
      "TS2531",
      "TS2532",
      "TS2533",
      "TS18047",
      "TS18048",
      "TS18049",
    ]),
  },
  {
    ename: "TypeError",
    evalue: / is not iterable\b/,
    codes: new Set(["TS2454", "TS2488", "TS2495", "TS2531", "TS2532", "TS2533", "TS18047", "TS18048", "TS18049"]),
  },
  { ename: "TypeError", evalue: /^Assignment to constant variable/, codes: new Set(["TS2588"]) },
  {
    ename: "Error",
    evalue: /^(?:Cannot find (?:module|package) |'.+' is not a specifier that Node\.js can import)/,
    codes: MISSING_MODULE,
  },
  { ename: "TypeError", evalue: /^'.+' cannot be imported/, codes: MISSING_MODULE },
  {
    ename: "SyntaxError",
    evalue: / does not provide an export named '(.+)'$/,
    codes: new Set(["TS2305", "TS2614", "TS2724"]),
  },
];

// The messages of these codes do not name the called value.
const NAMELESS = new Set(["TS2349", "TS2351", "TS2721", "TS2722", "TS2723"]);

// Syntax errors, which cells and the files that they import report in the compiler's words.
const SYNTAX = /^TS(?:1(?!360)\d{3}|17\d{3}|2300|2451)$/;

/** True for a type error that would end the cell if the faulty code ran. */
export function mayPredictFailure({ code, file }: Diagnostic): boolean {
  if (SYNTAX.test(code)) return true;
  return file === undefined && KINDS.some(({ codes }) => codes.has(code));
}

/**
 * The type errors that predicted how a cell failed: those of the same kind in the same line, or with the same words.
 * Several may have the same message or the same place.
 *
 * @param cell the label of the cell, as in tracebacks.
 */
export function predictionsOf(found: readonly Diagnostic[], crash: ErrorReport, cell: string): readonly Diagnostic[] {
  // The check and the run use the same words for syntax errors and for a name without a value.
  const same = found.filter(({ code, message, file }) =>
    crash.ename === "SyntaxError"
      ? crash.evalue === `${code}: ${message}`
      : file === undefined && message === crash.evalue,
  );
  if (same.length > 0) return same;
  const line = lineOf(crash.traceback, cell);
  for (const kind of KINDS) {
    const match = kind.ename === crash.ename ? kind.evalue.exec(crash.evalue) : null;
    if (!match) continue;
    const [, word] = match;
    const fits = ({ code, message, line: at, file }: Diagnostic): boolean => {
      const isNamed = word === undefined || NAMELESS.has(code) || message.includes(`'${word}'`);
      return file === undefined && at === line && kind.codes.has(code) && isNamed;
    };
    const first = found.find(fits);
    if (first) return found.filter((one) => fits(one) && (one.message === first.message || isAt(one, first)));
  }
  return [];
}

function isAt(one: Diagnostic, other: Diagnostic): boolean {
  return one.line === other.line && one.column === other.column;
}

/** The error of a cell, with the message of the type error that predicted it, unless it already has that message. */
export function withPrediction<T extends ErrorReport>(crash: T, { code, message }: Diagnostic): T {
  if (crash.evalue.includes(message)) return crash;
  return { ...crash, traceback: [...crash.traceback, `The type check predicted this (${code}): ${message}`] };
}

/** The line of the cell that failed, from 1; undefined when the error came from elsewhere. */
function lineOf(traceback: readonly string[], cell: string): number | undefined {
  const top = stripVTControlCharacters(traceback.join("\n"))
    .split("\n")
    .find((line) => /^ +at /.test(line));
  const [before, place] = top?.split(`(${cell}:`) ?? [];
  return before === undefined || place === undefined ? undefined : Number.parseInt(place, 10);
}
