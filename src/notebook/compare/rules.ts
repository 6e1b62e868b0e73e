import { tagsOf } from "../tags.ts";
import * as v from "valibot";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import { nbvalMarks } from "../nbval.ts";
import type { Cell, Notebook } from "../types.ts";
import { CompareRuleError } from "./errors.ts";
import type { PictureTolerance } from "./contents/picture.ts";
import { regexSanitizer } from "./sanitize-file.ts";
import { SANITIZER_NAMES, SANITIZERS, type Sanitizer, type SanitizerName } from "./sanitize.ts";
import { EXACT, type Tolerance } from "./tolerance.ts";

/** The rules by which outputs are compared. */
export type CompareRules = {
  /** False to skip the comparison. */
  readonly compared: boolean;
  /** Ignored parts: MIME types, `image/*`, `stdout`, `stderr`, `error`, `metadata`. */
  readonly ignore: readonly string[];
  /** The only parts that count, in the same notation; all if empty. */
  readonly only: readonly string[];
  readonly tolerance: Tolerance;
  readonly pictures: PictureTolerance;
  readonly sanitizers: readonly Sanitizer[];
};

/** Everything counts, exactly. */
export const EXACTLY: CompareRules = {
  compared: true,
  ignore: [],
  only: [],
  tolerance: EXACT,
  pictures: { pixels: 0, color: 0 },
  sanitizers: [],
};

/** The default distance of colours if some pixels may differ: one that is barely visible. */
export const BARELY_VISIBLE = 0.1;

const Amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const Share = v.pipe(Amount, v.maxValue(1));
const Types = v.union([
  v.array(v.string()),
  v.pipe(
    v.string(),
    v.transform((type) => [type]),
  ),
]);
const Rule = v.strictObject({ regex: v.string(), replace: v.string() });
const Given = v.strictObject({
  ignore: v.optional(Types),
  only: v.optional(Types),
  tolerance: v.optional(
    v.union([
      v.pipe(
        Amount,
        v.transform((relative) => ({ relative, absolute: undefined })),
      ),
      v.strictObject({ relative: v.optional(Amount), absolute: v.optional(Amount) }),
    ]),
  ),
  pictures: v.optional(
    v.union([
      v.pipe(
        Share,
        v.transform((pixels) => ({ pixels, color: undefined })),
      ),
      v.strictObject({ pixels: v.optional(Share), color: v.optional(Share) }),
    ]),
  ),
  sanitize: v.optional(v.array(v.union([v.picklist(SANITIZER_NAMES), Rule]))),
});
const Setting = v.union([v.boolean(), Given]);

type Complain = (got: string) => Error;

/**
 * The rules for each cell of a notebook: those of the run, changed by the metadata `tsnb.check` of the notebook, then
 * of the cell, then by its tags; nbval's marks decide whether it is compared at all.
 *
 * @param file the notebook's name for error messages.
 * @throws {CompareRuleError} when metadata or a tag holds an invalid setting.
 */
export function rulesOf(notebook: Notebook, run: CompareRules, file: string): readonly CompareRules[] {
  const shared = withMetadata(run, notebook.metadata, (got) => new CompareRuleError(file, undefined, got));
  return notebook.cells.map((cell, index) => {
    const complain: Complain = (got) => new CompareRuleError(file, index + 1, got);
    const tagged = withTags(withMetadata(shared, cell.metadata, complain), cell, complain);
    return { ...tagged, compared: nbvalMarks(cell).compared ?? tagged.compared };
  });
}

function withMetadata(rules: CompareRules, metadata: JsonObject, complain: Complain): CompareRules {
  const { tsnb } = metadata;
  const check = isJsonObject(tsnb) ? tsnb["check"] : undefined;
  return check === undefined ? rules : changed(rules, check, 'the metadata "tsnb.check"', complain);
}

const TAGS: Readonly<Record<string, (value: string) => unknown>> = {
  "check-output": () => true,
  "check-ignore": (type) => (type === "" ? false : { ignore: type }),
  "check-only": (type) => ({ only: type }),
  "check-tolerance": (relative) => ({ tolerance: { relative: numberOf(relative) } }),
  "check-absolute": (absolute) => ({ tolerance: { absolute: numberOf(absolute) } }),
  "check-pictures": (pixels) => ({ pictures: { pixels: numberOf(pixels) } }),
  "check-sanitize": (name) => ({ sanitize: [name] }),
};

function withTags(rules: CompareRules, { metadata }: Cell, complain: Complain): CompareRules {
  let result = rules;
  for (const tag of tagsOf(metadata)) {
    const [, name = "", value = ""] = /^([^:]*):?(.*)$/s.exec(tag) ?? [];
    const setting = Object.hasOwn(TAGS, name) ? TAGS[name]?.(value.trim()) : undefined;
    if (setting !== undefined) result = changed(result, setting, `the tag "${tag}"`, complain);
  }
  return result;
}

function changed(rules: CompareRules, value: unknown, what: string, complain: Complain): CompareRules {
  const parsed = v.safeParse(Setting, value);
  if (!parsed.success) throw complain(`${what} is not understood`);
  const { output: setting } = parsed;
  if (typeof setting === "boolean") return { ...rules, compared: setting };
  const { ignore = [], only = rules.only, tolerance, pictures, sanitize = [] } = setting;
  return {
    ...rules,
    only,
    ignore: [...rules.ignore, ...ignore],
    tolerance: {
      relative: tolerance?.relative ?? rules.tolerance.relative,
      absolute: tolerance?.absolute ?? rules.tolerance.absolute,
    },
    pictures: {
      pixels: pictures?.pixels ?? rules.pictures.pixels,
      color: pictures?.color ?? (pictures?.pixels ? BARELY_VISIBLE : rules.pictures.color),
    },
    sanitizers: [
      ...rules.sanitizers,
      ...sanitize.map((item) => sanitizerOf(item, (got) => complain(`${what}: ${got}`))),
    ],
  };
}

function sanitizerOf(item: SanitizerName | v.InferOutput<typeof Rule>, complain: Complain): Sanitizer {
  return typeof item === "string" ? SANITIZERS[item] : regexSanitizer(item.regex, item.replace, complain);
}

// A value that is not a number is refused with the whole setting.
function numberOf(text: string): number {
  return text === "" ? Number.NaN : Number(text);
}
