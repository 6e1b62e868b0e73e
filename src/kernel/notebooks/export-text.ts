/** A name as written in a list of exports, in quotes when it is not an identifier. */
export function exportText(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}
