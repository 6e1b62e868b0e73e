const WIDEST = 160;
/** Characters of the line that stay visible after the place. */
const LEAST_AFTER = 20;

/**
 * At most 160 characters of a line around the index `at`, and the index of the first of them: a bundle's line of a
 * megabyte would hide the error.
 */
export function clipped(line: string, at: number): { readonly text: string; readonly from: number } {
  if (line.length <= WIDEST) return { text: line, from: 0 };
  const start = at > WIDEST - LEAST_AFTER ? at - WIDEST / 2 : 0;
  // Half a surrogate pair cannot be written as UTF-8.
  const from = start > 0 && /^[\uDC00-\uDFFF]/.test(line.slice(start, start + 1)) ? start + 1 : start;
  return { text: line.slice(from, from + WIDEST).replace(/[\uD800-\uDBFF]$/, ""), from };
}
