import { isDeepStrictEqual } from "node:util";
import { parse, type ScalarTag, stringify, type Tags } from "yaml";
import { isJsonObject, type JsonObject, type JsonValue } from "../../jupyter/json.ts";
import { messageOf } from "../../util/error.ts";
import { exactNumber, spellingOf } from "../exact-values.ts";
import { PercentHeaderError } from "./errors.ts";
import { endsComments } from "./escape.ts";

const RULE = "// ---";
/** The line that jupytext writes before the header if the file is not ASCII. */
const ENCODING = /^\/\/ -\*- coding: \S+ -\*-$/;
const SHEBANG = /^#!\s*(\S.*?)\s*$/;
/** The metadata by which jupytext recognises this format. */
const REPRESENTATION = { extension: ".ts", format_name: "percent" };

// YAML 1.1 takes numbers with an exponent for strings unless they have a point and a sign.
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:(?<=\.\d+)[eE][-+]\d+)?$/;

/** Numbers with their spelling. */
const EXACT: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  identify: (value) => spellingOf(value) !== undefined,
  test: NUMBER,
  resolve: exactNumber,
  stringify: ({ value }) => {
    const text = spellingOf(value) ?? "";
    return NUMBER.test(text) ? text : String(Number(text));
  },
};

/** The notebook's metadata as a comment in YAML, below the shebang that `jupytext.executable` holds, as jupytext does. */
export function formatHeader(metadata: JsonObject): string {
  const about = aboutJupytext(metadata);
  const { executable, ...others } = about;
  if (typeof executable !== "string") return headerText(metadata, about);
  const shebang = `#!${executable}`;
  const isLine = SHEBANG.exec(shebang)?.[1] === executable && !endsComments(shebang);
  return isLine ? `${shebang}\n${headerText(metadata, others)}` : headerText(metadata, about);
}

function aboutJupytext({ jupytext }: JsonObject): JsonObject {
  return isJsonObject(jupytext) ? jupytext : {};
}

function headerText(metadata: JsonObject, about: JsonObject): string {
  const jupyter = { ...metadata, jupytext: { text_representation: REPRESENTATION, ...about } };
  // YAML 1.1 must read it too, since jupytext's parser does.
  const options = {
    lineWidth: 0,
    compat: "yaml-1.1",
    aliasDuplicateObjects: false,
    blockQuote: false,
    customTags: (tags: Tags) => [EXACT, ...tags],
  } as const;
  const text = stringify({ jupyter }, options);
  const quoted = { ...options, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "QUOTE_DOUBLE" } as const;
  const lines = (endsComments(text) ? escapedLineEnds(stringify({ jupyter }, quoted)) : text)
    .replace(/\n$/, "")
    .split("\n");
  return [RULE, ...lines.map((line) => `// ${line}`), RULE].join("\n");
}

function escapedLineEnds(yaml: string): string {
  return yaml.replaceAll("\r", "\\r").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/**
 * The metadata in a file's first lines, and the lines after it.
 *
 * @throws {PercentHeaderError} when the header is not YAML.
 */
export function parseHeader(lines: readonly string[], file: string): { metadata: JsonObject; body: readonly string[] } {
  const executable = SHEBANG.exec(lines[0] ?? "")?.[1];
  const { metadata, body } = parseRules(executable === undefined ? lines : lines.slice(1), file);
  if (executable === undefined) return { metadata, body };
  return { metadata: { ...metadata, jupytext: { ...aboutJupytext(metadata), executable } }, body };
}

function parseRules(lines: readonly string[], file: string): ReturnType<typeof parseHeader> {
  const start = lines.findIndex((line) => line.trim() !== "" && !ENCODING.test(line));
  const end = lines.findIndex((line, index) => index > start && line.trimEnd() === RULE);
  if (lines[start]?.trimEnd() !== RULE || end < 0) return { metadata: {}, body: start < 0 ? [] : lines.slice(start) };
  const yaml = lines.slice(start + 1, end).map((line) => line.replace(/^\/\/ ?/, ""));
  const body = lines.slice(lines[end + 1] === "" ? end + 2 : end + 1);
  return { metadata: metadataIn(yaml.join("\n"), file), body };
}

function metadataIn(yaml: string, file: string): JsonObject {
  let header: JsonValue;
  try {
    header = parse(yaml, { customTags: (tags) => [EXACT, ...tags] });
  } catch (cause) {
    throw new PercentHeaderError(file, messageOf(cause).split("\n")[0] ?? "", cause);
  }
  const metadata = isJsonObject(header) ? header["jupyter"] : undefined;
  if (!isJsonObject(metadata)) return {};
  const { jupytext, ...rest } = metadata;
  if (!isJsonObject(jupytext)) return metadata;
  const { text_representation: representation, ...about } = jupytext;
  if (!isDeepStrictEqual(representation, REPRESENTATION)) return metadata;
  return Object.keys(about).length === 0 ? rest : { ...rest, jupytext: about };
}
