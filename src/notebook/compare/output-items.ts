import type { JsonValue } from "../../jupyter/json.ts";
import { appendToStream, EMPTY_STREAM, textOfStream } from "../outputs/stream-text.ts";
import type { Output } from "../types.ts";
import { outputWithDigits } from "./exact-integers.ts";
import type { CompareRules } from "./rules.ts";

const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";

/** An output in the form to compare: its content by MIME type, or by `stdout`, `stderr`, `error` and `metadata`. */
export type Item = {
  /** Outputs of the same sort are compared with each other. */
  readonly sort: string;
  readonly parts: ReadonlyMap<string, JsonValue>;
};

/**
 * A cell's outputs in the form to compare, without what does not count: the execution count, the distinction between
 * displayed and returned values, and the number of pieces and the order in which the streams between two other
 * outputs came, which depend on timing.
 */
export function itemsOf(outputs: readonly Output[], rules: CompareRules): readonly Item[] {
  const items: Item[] = [];
  let streams = new Map<string, string>();
  const endStreams = () => {
    for (const [name, text] of [...streams].toSorted(([a], [b]) => (a < b ? 1 : -1))) {
      items.push({ sort: name, parts: new Map([[name, overwritten(text)]]) });
    }
    streams = new Map();
  };
  for (const output of outputs) {
    if (output.output_type === "stream") {
      streams.set(output.name, (streams.get(output.name) ?? "") + output.text);
    } else {
      endStreams();
      items.push(itemOf(output));
    }
  }
  endStreams();
  return items.map((item) => counted(item, rules)).filter(({ parts }) => parts.size > 0);
}

function itemOf(output: Exclude<Output, { output_type: "stream" }>): Item {
  if (output.output_type === "error") {
    // The frames below depend on the machine: paths, versions, and the lines of packages.
    return { sort: "error", parts: new Map([["error", `${output.ename}: ${output.evalue}`]]) };
  }
  const { data, metadata } = outputWithDigits(output);
  const parts = new Map<string, JsonValue>(Object.entries(data));
  // A kernel without widgets shows only what accompanies the view of one: its value.
  if (parts.size > 1) parts.delete(WIDGET_VIEW);
  if (Object.keys(metadata).length > 0) parts.set("metadata", metadata);
  return { sort: "display", parts };
}

// Other tools store what a progress bar has overwritten.
function overwritten(text: string): string {
  return textOfStream(appendToStream(EMPTY_STREAM, text));
}

function counted({ sort, parts }: Item, { ignore, only }: CompareRules): Item {
  const kept = [...parts].filter(([type]) => {
    return !ignore.some((each) => fits(type, each)) && (only.length === 0 || only.some((each) => fits(type, each)));
  });
  return { sort, parts: new Map(kept) };
}

/** True when a MIME type matches a pattern such as `image/*`. */
function fits(type: string, pattern: string): boolean {
  return pattern.endsWith("/*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
