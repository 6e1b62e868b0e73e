/** Whether a notebook stores data rather than text under this MIME type. */
export function isJsonMime(mime: string): boolean {
  return /^application\/(.*\+)?json$/.test(mime);
}
