import type { JsonValue } from "../../jupyter/json.ts";
import { changesOf } from "./contents/by-type.ts";
import type { CompareRules } from "./rules.ts";
import { SANITIZER_NAMES, SANITIZERS, type SanitizerName } from "./sanitize.ts";

const LONGEST = 100_000;
const LOOSEST = 3;
const TIGHTEST = 15;

/** The sanitizers or the tolerance that would make two contents of a MIME type equal, as a sentence; undefined when none would. */
export function hintFor(type: string, a: JsonValue, b: JsonValue, rules: CompareRules): string | undefined {
  const length = typeof a === "string" ? a.length : JSON.stringify(a).length;
  if (length > LONGEST) return undefined;
  const isEqual = (changed: Partial<CompareRules>) => {
    return changesOf(type, a, b, { ...rules, ...changed }).next().done === true;
  };
  const isEqualWith = (names: readonly SanitizerName[]) => {
    return isEqual({ sanitizers: [...rules.sanitizers, ...names.map((name) => SANITIZERS[name])] });
  };
  const alone = SANITIZER_NAMES.find((name) => isEqualWith([name]));
  if (alone) return `Only ${alone} differ: --sanitize ${alone} would accept this`;
  const isEqualWithin = (digits: number) => {
    return isEqual({ tolerance: { ...rules.tolerance, relative: 10 ** -digits } });
  };
  if (isEqualWithin(LOOSEST)) {
    let digits = LOOSEST;
    while (digits < TIGHTEST && isEqualWithin(digits + 1)) digits++;
    return `Only numbers differ, and only slightly: --tolerance 1e-${digits} would accept this`;
  }
  if (!isEqualWith(SANITIZER_NAMES)) return undefined;
  const needed = SANITIZER_NAMES.filter((name) => !isEqualWith(SANITIZER_NAMES.filter((other) => other !== name)));
  const named = needed.length > 0 ? needed : SANITIZER_NAMES;
  return `Only ${named.join(" and ")} differ: ${named.map((name) => `--sanitize ${name}`).join(" ")} would accept this`;
}
