import type { Output } from "../notebook/types.ts";
import { labelOf } from "../notebook/find.ts";
import { CellFailedError } from "../run/errors/cell-errors.ts";
import type { NotebookResult, RunResult } from "../run/results.ts";
import { shortened } from "../util/text/shortened.ts";
import { type CellOutcome, outcomesOf } from "./cells/cell-outcomes.ts";
import { problemText } from "./problem-text.ts";
import { typeErrorLines } from "./type-errors.ts";
import { type XmlElement, xmlDocument } from "./xml.ts";

const LONGEST_OUTPUT = 20_000;

/** A run as JUnit XML: a suite for each notebook, a case for each cell, with its time and its output. */
export function junitOf({ notebooks, types }: Pick<RunResult, "notebooks" | "types">): string {
  const suites = [...notebooks.map(suiteOf), ...typesSuite(types)];
  const sum = (name: string) => suites.reduce((total, { attributes }) => total + Number(attributes[name]), 0);
  const attributes = {
    name: "tsnb run",
    tests: sum("tests"),
    failures: sum("failures"),
    errors: sum("errors"),
    skipped: sum("skipped"),
    time: sum("time").toFixed(3),
  };
  return xmlDocument({ name: "testsuites", attributes, children: suites });
}

/** A suite for the type errors that fail a run. */
function typesSuite(types: RunResult["types"]): readonly XmlElement[] {
  const lines = types?.isFailure ? typeErrorLines({ types }) : [];
  if (lines.length === 0) return [];
  const message = `${lines.length} type ${lines.length === 1 ? "error" : "errors"}`;
  const failed = caseOf({ label: "types" }, "types", 0, [problem("failure", "TypeErrors", message, lines.join("\n"))]);
  const attributes = { name: "types", tests: 1, failures: 1, errors: 0, skipped: 0, time: "0.000" };
  return [{ name: "testsuite", attributes, children: [failed] }];
}

function suiteOf(result: NotebookResult): XmlElement {
  const { label, source, seconds } = result;
  const cells = outcomesOf(result).map((outcome) => cellCase(result, outcome));
  const cases = [...notebookCases(result), ...cells];
  const count = (name: string) => cases.filter(({ children }) => hasChild(children, name)).length;
  const attributes = {
    name: label,
    file: labelOf(source),
    tests: cases.length,
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds.toFixed(3),
  };
  return { name: "testsuite", attributes, children: cases };
}

/** A case for a problem of a notebook that is not a problem of one of its cells. */
function notebookCases(result: NotebookResult): readonly XmlElement[] {
  const { error, cells, startSeconds, comparison, status } = result;
  if (error && cells.every((cell) => cell.error === undefined)) {
    return [caseOf(result, "notebook", startSeconds, [problem("error", error.name, error.message, error.message)])];
  }
  if (status !== "different" || comparison?.hasStored !== false) return [];
  const text = problemText(result) ?? "";
  return [caseOf(result, "notebook", 0, [problem("failure", "NoStoredOutputs", text, text)])];
}

function cellCase(result: NotebookResult, outcome: CellOutcome): XmlElement {
  const { title, cell } = outcome;
  const { outputs } = cell;
  return caseOf(result, title, cell.seconds, [
    ...verdict(outcome, result),
    ...output("system-out", outputs.flatMap(shownText)),
    ...output("system-err", outputs.flatMap(errorText)),
  ]);
}

type Of = { readonly label: string; readonly source?: string };

function caseOf({ label, source }: Of, name: string, seconds: number, children: readonly XmlElement[]): XmlElement {
  const file = source === undefined ? label : labelOf(source);
  return { name: "testcase", attributes: { name, classname: label, file, time: seconds.toFixed(3) }, children };
}

function verdict({ state, message = "", details, cell }: CellOutcome, { comparison }: NotebookResult): XmlElement[] {
  const text = [message, ...details].join("\n");
  switch (state) {
    case "failed":
      // JUnit distinguishes failures, which a test reports, from errors, which keep it from reporting.
      return [problem(cell.error instanceof CellFailedError ? "failure" : "error", cell.error?.name, message, text)];
    case "different":
      return comparison?.hasStored === false ? [] : [problem("failure", "OutputsDiffer", message, text)];
    case "skipped":
    case "not-run":
      return [{ name: "skipped", attributes: { message: NOT_RUN[state] }, children: [] }];
    default:
      return [];
  }
}

const NOT_RUN = { skipped: "it was not selected to run", "not-run": "the run ended before this cell" };

function problem(name: "failure" | "error", type: string | undefined, message: string, text: string): XmlElement {
  return { name, attributes: { message, type: type ?? "Error" }, children: text };
}

function output(name: string, texts: readonly string[]): readonly XmlElement[] {
  const { text, more } = shortened(texts.join(""), LONGEST_OUTPUT);
  const end = more > 0 ? `\n… ${more} more characters` : "";
  return text === "" ? [] : [{ name, attributes: {}, children: text + end }];
}

function shownText(given: Output): readonly string[] {
  if (given.output_type === "stream") return given.name === "stderr" ? [] : [given.text];
  if (given.output_type === "error") return [];
  const plain = given.data["text/plain"];
  return typeof plain === "string" ? [`${plain}\n`] : [`[${Object.keys(given.data).join(", ")}]\n`];
}

function errorText(given: Output): readonly string[] {
  return given.output_type === "stream" && given.name === "stderr" ? [given.text] : [];
}

function hasChild(children: XmlElement["children"], name: string): boolean {
  return typeof children !== "string" && children.some((child) => child.name === name);
}
