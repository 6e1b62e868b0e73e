/** The beginning of a string, cut at the end of a line where one is near, and the number of characters left out. */
export function shortened(text: string, longest: number): { readonly text: string; readonly more: number } {
  if (text.length <= longest) return { text, more: 0 };
  const line = text.lastIndexOf("\n", longest);
  // Half a surrogate pair cannot be written as UTF-8.
  const kept = text.slice(0, line > longest / 2 ? line : longest).replace(/[\uD800-\uDBFF]$/, "");
  return { text: kept, more: text.length - kept.length };
}
