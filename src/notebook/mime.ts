/** True when a notebook stores JSON, not a string, under this MIME type. */
export function isJsonMime(mime: string): boolean {
  return /^application\/(.*\+)?json$/.test(mime);
}
