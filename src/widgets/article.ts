/** A noun with its article: "a slider", "an interaction". */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

/** What kind of value was given, in words: "a string", "an object", "undefined". */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return withArticle(Array.isArray(value) ? "array" : typeof value);
}
