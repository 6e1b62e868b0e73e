/**
 * True for Node 24 and later.
 *
 * @param version such as "22.15.0"; default: that of the running Node.
 */
export function isNode24OrLater(version: string = process.versions.node): boolean {
  return Number.parseInt(version, 10) >= 24;
}
